// https://www.rfc-editor.org/rfc/rfc9112
import type { Duplex } from 'node:stream'
import type { Can } from './capability.ts'
import { connected } from './connected.ts'
import type { Connection, Driver, Expected, Sending } from './driver.ts'
import type { DriverOptions } from './driver-options.ts'
import { Http1ResponseParser } from './http1-response-parser.ts'
import type { RequestHead } from './peer-request.ts'
import type { Receiver } from './receiver.ts'
import { SegmentWriter, type Segment } from './segments.ts'

export interface Http1Options extends DriverOptions {
  /** Default: `1.1`. */
  version?: '1.0' | '1.1'
  /** How the bytes sent are cut. Default: `whole`. */
  segment?: Segment
}

/** Opens a connection to the server: `() => net.connect(port)`. */
export type Connect = () => Duplex

const host = 'conformance.test'

/** An HTTP/1 client over raw bytes. */
export function http1(connect: Connect, options: Http1Options = {}): Driver {
  const { version = '1.1', segment, name = `http/${version}` } = options
  const expected: Expected = {
    protocol: 'http',
    version,
    origin: `http://${host}`,
    base: '',
    client: '127.0.0.1',
    ...options.expected,
  }
  return {
    name,
    can: { ...(version === '1.0' ? canOfVersion10 : canOfVersion11), ...options.can },
    expected,
    connect: async () => new Http1Connection(await connected(connect()), version, expected, segment),
  }
}

const canOfVersion11: Can = { surplus: false, log: false, anyMethod: false, multiplex: false }
const canOfVersion10: Can = {
  ...canOfVersion11,
  abruptEnd: false,
  brokenResponse: false,
  expectContinue: false,
  informational: false,
  keepAlive: false,
  trailers: false,
  unknownLength: false,
}

class Http1Connection implements Connection {
  readonly #socket: Duplex
  readonly #version: string
  readonly #expected: Expected
  readonly #parser = new Http1ResponseParser()
  readonly #writer: SegmentWriter

  constructor(socket: Duplex, version: string, expected: Expected, segment: Segment | undefined) {
    this.#socket = socket
    this.#version = version
    this.#expected = expected
    this.#writer = new SegmentWriter(socket, segment)
    let failure: string | undefined
    socket.on('data', (bytes: Uint8Array) => this.#parser.push(bytes))
    socket.on('error', (error) => (failure = error.message))
    socket.on('end', () => this.#parser.close())
    socket.on('close', () => this.#parser.close(failure ?? 'the connection was closed'))
  }

  get usable(): boolean {
    return this.#parser.reusable && this.#socket.writable
  }

  open(head: RequestHead, receiver: Receiver): Sending {
    this.#parser.expect(receiver)
    void this.#writer.write(Buffer.from(this.#encode(head), 'latin1'))
    return this.#sending(head)
  }

  close(): void {
    this.#socket.destroy()
  }

  #sending({ framing, trailers }: RequestHead): Sending {
    const socket = this.#socket
    const isChunked = framing.kind === 'unknown'
    const lines = trailers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
    return {
      write: (bytes) => this.#writer.write(isChunked ? chunk(bytes) : bytes),
      end: () => this.#writer.write(isChunked ? Buffer.from(`0\r\n${lines}\r\n`, 'latin1') : Buffer.alloc(0)),
      breakOff: () => this.#writer.end(),
      leave: () => void socket.destroy(),
      pause: () => void socket.pause(),
      resume: () => void socket.resume(),
    }
  }

  #encode({ method, target, authority = host, fields, framing, trailers }: RequestHead): string {
    const lines = [`${method} ${prefixed(this.#expected.base, target)} HTTP/${this.#version}`, `Host: ${authority}`]
    for (const [name, value] of fields) lines.push(`${name}: ${value}`)
    if (framing.kind === 'length') lines.push(`Content-Length: ${framing.value}`)
    if (framing.kind === 'unknown') lines.push('Transfer-Encoding: chunked')
    if (trailers.length > 0) lines.push(`Trailer: ${trailers.map(([name]) => name).join(', ')}`)
    return `${lines.join('\r\n')}\r\n\r\n`
  }
}

/** A target in origin-form under the prefix that leads to the application; any other as it is. */
export function prefixed(base: string, target: string): string {
  return target.startsWith('/') ? base + target : target
}

function chunk(bytes: Uint8Array): Uint8Array {
  // An empty chunk would end the body.
  if (bytes.byteLength === 0) return bytes
  return Buffer.concat([Buffer.from(`${bytes.byteLength.toString(16)}\r\n`), bytes, Buffer.from('\r\n')])
}
