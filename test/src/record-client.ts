// The web server's side of a FastCGI connection, record by record, for tests that must see every byte.
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import {
  decodeEndRequest,
  encodeBeginRequest,
  encodeParams,
  encodeRecord,
  encodeStream,
  RecordParser,
  recordType,
  role,
  type EndRequest,
  type FastcgiRecord,
} from '@gangway/wire'

/** What came back for one request. */
export interface RecordedResponse {
  readonly stdout: string
  readonly stderr: string
  /** Missing when the connection closed without END_REQUEST. */
  readonly end: EndRequest | undefined
  /** The types of its records in order. */
  readonly types: readonly number[]
}

export interface RequestParts {
  requestId?: number
  role?: number
  keepConnection?: boolean
  variables?: Readonly<Record<string, string>> | readonly string[]
  stdin?: string | Uint8Array | null
}

const deadline = 5000

/** Variables as nginx sends them for a GET of `/`. */
export const variables: Readonly<Record<string, string>> = {
  QUERY_STRING: '',
  REQUEST_METHOD: 'GET',
  CONTENT_TYPE: '',
  CONTENT_LENGTH: '',
  SCRIPT_NAME: '/',
  REQUEST_URI: '/',
  DOCUMENT_URI: '/',
  SERVER_PROTOCOL: 'HTTP/1.1',
  GATEWAY_INTERFACE: 'CGI/1.1',
  SERVER_SOFTWARE: 'nginx/1.22.1',
  REMOTE_ADDR: '192.0.2.7',
  REMOTE_PORT: '50000',
  SERVER_NAME: 'example.org',
  SERVER_PORT: '80',
  HTTP_HOST: 'example.org',
}

/** All records of one request: BEGIN_REQUEST, PARAMS, STDIN. */
export function requestRecords({
  requestId = 1,
  role: asked = role.responder,
  keepConnection = false,
  variables: given = variables,
  stdin = '',
}: RequestParts = {}): Buffer {
  const pairs = Array.isArray(given) ? given : Object.entries(given).flat()
  const params = encodeStream(recordType.params, requestId, encodeParams(pairs))
  const body =
    stdin === null
      ? []
      : [
          encodeStream(recordType.stdin, requestId, typeof stdin === 'string' ? Buffer.from(stdin) : stdin),
          encodeRecord(recordType.stdin, requestId),
        ]
  return Buffer.concat([
    encodeBeginRequest(requestId, { role: asked, keepConnection }),
    params,
    encodeRecord(recordType.params, requestId),
    ...body,
  ])
}

export class RecordClient {
  readonly socket: Socket
  readonly records: FastcgiRecord[] = []
  closed = false
  #changed = Promise.withResolvers<void>()

  constructor(socket: Socket) {
    this.socket = socket
    const parser = new RecordParser()
    socket.on('data', (segment) => {
      parser.push(Uint8Array.from(segment))
      for (let record = parser.next(); record; record = parser.next()) this.records.push(record)
      this.#notify()
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      this.closed = true
      this.#notify()
    })
  }

  static async connect(address: { port: number } | { path: string }): Promise<RecordClient> {
    const socket = 'path' in address ? connect(address.path) : connect(address.port, '127.0.0.1')
    await once(socket, 'connect')
    return new RecordClient(socket)
  }

  send(...bytes: Uint8Array[]): this {
    this.socket.write(Buffer.concat(bytes))
    return this
  }

  request(parts?: RequestParts): Promise<RecordedResponse> {
    this.send(requestRecords(parts))
    return this.response(parts?.requestId)
  }

  /** Waits for END_REQUEST of a request, or for the connection to close. */
  async response(requestId = 1): Promise<RecordedResponse> {
    const isEnd = (record: FastcgiRecord) => record.type === recordType.endRequest && record.requestId === requestId
    await this.until(() => this.records.some(isEnd) || this.closed, `END_REQUEST for ${requestId}`)
    const at = this.records.findIndex(isEnd)
    const own = this.records.slice(0, at === -1 ? undefined : at + 1).filter((record) => record.requestId === requestId)
    for (const record of own) this.records.splice(this.records.indexOf(record), 1)
    const last = own.at(-1)
    return {
      stdout: contentOf(own, recordType.stdout),
      stderr: contentOf(own, recordType.stderr),
      end: last && isEnd(last) ? decodeEndRequest(last.content) : undefined,
      types: own.map(({ type }) => type),
    }
  }

  async until(condition: () => boolean, what: string): Promise<void> {
    const timer = setTimeout(() => this.#changed.reject(new Error(`record client: no ${what} within ${deadline} ms`)), deadline)
    try {
      while (!condition()) await this.#changed.promise
    } finally {
      clearTimeout(timer)
    }
  }

  #notify(): void {
    this.#changed.resolve()
    this.#changed = Promise.withResolvers()
  }
}

function contentOf(records: readonly FastcgiRecord[], type: number): string {
  return Buffer.concat(records.filter((record) => record.type === type).map(({ content }) => content)).toString('latin1')
}
