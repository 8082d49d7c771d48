// https://www.rfc-editor.org/rfc/rfc9113 §8
import type { ClientHttp2Session, ClientHttp2Stream, OutgoingHttpHeaders } from 'node:http2'
import type { Can } from './capability.ts'
import type { Connection, Driver, Expected, Sending } from './driver.ts'
import type { DriverOptions } from './driver-options.ts'
import { fieldsFrom, type Field } from './field.ts'
import { prefixed, type Connect } from './http1.ts'
import type { RequestHead } from './peer-request.ts'
import type { Receiver } from './receiver.ts'

const host = 'conformance.test'

/** An HTTP/2 client over a connection whose protocol is agreed: prior knowledge, or TLS with ALPN. */
export function http2(connect: Connect, options: DriverOptions = {}): Driver {
  const expected: Expected = {
    protocol: 'http',
    version: '2',
    origin: `http://${host}`,
    base: '',
    client: '127.0.0.1',
    ...options.expected,
  }
  return {
    name: options.name ?? 'http/2',
    can: { ...canOfHttp2, ...options.can },
    expected,
    async connect() {
      // Loaded when it is used: a CGI program that serves the cases has no use for it.
      const { connect: open } = await import('node:http2')
      const session = open(expected.origin, { createConnection: connect })
      const made = new Http2Connection(session, expected)
      await new Promise<void>((resolve) => session.once('connect', () => resolve()).once('close', () => resolve()))
      return made
    },
  }
}

const canOfHttp2: Can = {
  absoluteTarget: false,
  expectContinue: false,
  keepAlive: true,
  log: false,
  malformedLength: false,
  reasonPhrase: false,
  spacedField: false,
  surplus: false,
}

class Http2Connection implements Connection {
  readonly #session: ClientHttp2Session
  readonly #expected: Expected

  constructor(session: ClientHttp2Session, expected: Expected) {
    this.#session = session
    this.#expected = expected
    // Each stream tells its receiver; the session has nothing to add.
    session.on('error', () => session.destroy())
  }

  get usable(): boolean {
    return !this.#session.closed && !this.#session.destroyed
  }

  open(head: RequestHead, receiver: Receiver): Sending {
    const stream = this.#session.request(this.#encode(head), {
      endStream: head.framing.kind === 'none',
      waitForTrailers: head.trailers.length > 0,
    })
    stream.on('wantTrailers', () => stream.sendTrailers(Object.fromEntries(head.trailers)))
    receive(stream, receiver)
    return sendingOver(stream)
  }

  close(): void {
    this.#session.destroy()
  }

  #encode({ method, target, authority = host, fields, framing }: RequestHead): OutgoingHttpHeaders {
    // Without a prototype, for a field may be named __proto__.
    const headers: OutgoingHttpHeaders = Object.create(null)
    headers[':method'] = method
    headers[':path'] = prefixed(this.#expected.base, target)
    headers[':scheme'] = new URL(this.#expected.origin).protocol.slice(0, -1)
    headers[':authority'] = authority
    for (const [name, values] of grouped(fields)) headers[name] = values
    if (framing.kind === 'length') headers['content-length'] = framing.value
    return headers
  }
}

function receive(stream: ClientHttp2Stream, receiver: Receiver): void {
  let ended = false
  let failure = ''
  stream.on('headers', (headers: object, _flags: number, raw: string[]) => receiver.interim(statusOf(headers), withoutPseudo(raw)))
  stream.on('response', (headers: object, _flags: number, raw: string[]) => receiver.head(statusOf(headers), '', withoutPseudo(raw)))
  stream.on('trailers', (_headers: object, _flags: number, raw: string[]) => receiver.trailers(fieldsFrom(raw)))
  stream.on('data', (bytes: Uint8Array) => receiver.data(bytes))
  stream.on('end', () => (ended = true))
  stream.on('error', (error) => (failure = error.message))
  stream.on('close', () => {
    const whole = ended && stream.rstCode === 0
    receiver.end(whole ? 'complete' : 'broken', whole ? '' : failure || `the stream was reset with ${stream.rstCode}`)
  })
}

function sendingOver(stream: ClientHttp2Stream): Sending {
  // close() would end the body in order before it resets the stream.
  const reset = () => void stream.destroy(new Error('the client went away'))
  return {
    write: (bytes) => written(stream, bytes),
    end: async () => {
      if (!stream.writableEnded) stream.end()
    },
    breakOff: async () => reset(),
    leave: reset,
    pause: () => void stream.pause(),
    resume: () => void stream.resume(),
  }
}

function written(stream: ClientHttp2Stream, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableEnded) return resolve()
    stream.once('close', resolve)
    stream.write(bytes, () => {
      stream.off('close', resolve)
      resolve()
    })
  })
}

function grouped(fields: readonly Field[]): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const [name, value] of fields) groups.set(name.toLowerCase(), [...(groups.get(name.toLowerCase()) ?? []), value])
  return groups
}

function withoutPseudo(raw: readonly string[]): Field[] {
  return fieldsFrom(raw).filter(([name]) => !name.startsWith(':'))
}

function statusOf(headers: object): number {
  return Number(Reflect.get(headers, ':status'))
}
