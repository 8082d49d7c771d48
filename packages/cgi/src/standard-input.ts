// https://www.rfc-editor.org/rfc/rfc3875 §4.2
import { GatewayError } from '@gangway/gateway'
import { fs } from './fs.ts'
import type { Socket } from 'node:net'
import type { BodyLength } from './body-length.ts'
import { closeDescriptor } from './close-descriptor.ts'

const chunkSize = 65_536
// Apache hands over all of a body before it reads any of the response: so much is read ahead, so that neither waits for the other.
const readAhead = 8_388_608

/** Descriptor 0: the body of the request, as long as it was announced. */
export class StandardInput implements AsyncIterable<Uint8Array> {
  #length: BodyLength
  #limit = Number.POSITIVE_INFINITY
  #socket: Socket | undefined
  #isRead = false
  #isClosed = false

  /** Sets how many bytes belong to the request, and how many are allowed where that is not known. */
  expect(length: BodyLength, limit: number): void {
    this.#length = length
    this.#limit = limit
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    if (!this.#length) return
    if (this.#isClosed) throw new GatewayError('ERR_CLOSED', 'cgi: the request body was not read before the response was complete')
    this.#isRead = true
    const expected = this.#length === 'until-eof' ? Number.POSITIVE_INFINITY : this.#length
    let received = 0
    for await (const chunk of this.#chunks()) {
      const wanted = chunk.subarray(0, expected - received)
      received += wanted.byteLength
      if (received > this.#limit) throw new GatewayError('ERR_BODY_TOO_LARGE', `cgi: a request body of more than ${this.#limit} bytes`)
      yield wanted
      if (received === expected) return
    }
    if (this.#length === 'until-eof') return
    throw new GatewayError('ERR_BODY_TRUNCATED', `cgi: the request body ended after ${received} of ${expected} bytes`)
  }

  /** Begins to read, for a server that hands over the body before it reads the response. */
  prepare(): void {
    if (this.#length && isStream()) this.#openSocket().read(0)
  }

  /** Reads and throws away a body that nobody has begun to read. */
  discard(): void {
    if (this.#isRead || !this.#length || !isStream()) return
    this.#openSocket()
      .on('error', () => {}) // Nobody waits for what is thrown away.
      .resume()
  }

  /** Closes the descriptor, unless the body may still be read: where it is one socket with standard output, the server waits for both. */
  close(mayBeRead: boolean): void {
    if (this.#isClosed || (mayBeRead && this.#length)) return
    this.#isClosed = true
    if (this.#socket) this.#socket.destroy()
    else closeDescriptor(0)
  }

  async *#chunks(): AsyncGenerator<Uint8Array> {
    if (!isStream()) {
      yield* fileChunks()
      return
    }
    try {
      yield* this.#openSocket()
    } catch (error) {
      throw new GatewayError('ERR_BODY_TRUNCATED', 'cgi: the request body could not be read', { cause: error })
    }
  }

  #openSocket(): Socket {
    const { Socket } = process.getBuiltinModule('node:net')
    const options = { fd: 0, readable: true, writable: false, highWaterMark: readAhead }
    return (this.#socket ??= new Socket(options))
  }
}

function isStream(): boolean {
  const status = fs.fstatSync(0)
  return status.isFIFO() || status.isSocket()
}

function* fileChunks(): Generator<Uint8Array> {
  for (;;) {
    const chunk = new Uint8Array(chunkSize)
    const length = fs.readSync(0, chunk)
    if (length === 0) return
    yield chunk.subarray(0, length)
  }
}
