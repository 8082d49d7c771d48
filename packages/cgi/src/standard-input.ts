// https://www.rfc-editor.org/rfc/rfc3875 §4.2
import { GatewayError } from '@gangway/gateway'
import type { Socket } from 'node:net'
import type { BodyLength } from './body-length.ts'
import { closeDescriptor } from './close-descriptor.ts'
import { fs } from './fs.ts'

const chunkSize = 65_536
// Apache hands over all of a body before it reads any of the response: so much is read ahead, so that neither waits for the other.
const readAhead = 8_388_608

/** Descriptor 0: the body of the request, as long as it was announced. */
export class StandardInput implements AsyncIterable<Uint8Array> {
  #length: BodyLength
  #limit = Number.POSITIVE_INFINITY
  #left = 0
  #socket: Socket | undefined
  #isRead = false
  #isDiscarded = false
  #isClosed = false

  /** Sets how many bytes belong to the request, and how many are allowed where that is not known. */
  expect(length: BodyLength, limit: number): void {
    this.#length = length
    this.#left = length === 'until-eof' ? Number.POSITIVE_INFINITY : (length ?? 0)
    this.#limit = limit
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    if (!this.#length) return
    if (this.#isClosed) throw new GatewayError('ERR_CLOSED', 'cgi: the request body was not read before the response was complete')
    this.#isRead = true
    let received = 0
    for await (const chunk of this.#chunks()) {
      const wanted = chunk.subarray(0, this.#left)
      received += wanted.byteLength
      this.#left -= wanted.byteLength
      if (received > this.#limit) throw new GatewayError('ERR_BODY_TOO_LARGE', `cgi: a request body of more than ${this.#limit} bytes`)
      yield wanted
      if (this.#left === 0) return
    }
    this.#left = 0
    if (this.#length === 'until-eof') return
    throw new GatewayError('ERR_BODY_TRUNCATED', `cgi: the request body ended after ${received} of ${this.#length} bytes`)
  }

  /** Begins to read, for a server that hands over the body before it reads the response. */
  prepare(): void {
    if (this.#left > 0 && isStream()) this.#openSocket().read(0)
  }

  /** Reads and throws away a body that nobody has begun to read. */
  discard(): void {
    if (!this.#isRead && this.#left > 0 && isStream()) this.#rest()
  }

  /**
   * Closes the descriptor, unless the body may still be read. Where it is one socket with standard output (mod_cgid), the server
   * waits for both to be closed, and loses the response if they are closed before all of the body has been read.
   */
  async close(mayBeRead: boolean): Promise<void> {
    if (this.#isClosed || (mayBeRead && this.#left > 0)) return
    this.#isClosed = true
    if (this.#left > 0 && kindOfInput() === 'socket') await this.#drained()
    if (this.#socket) this.#socket.destroy()
    else closeDescriptor(0)
  }

  async *#chunks(): AsyncGenerator<Uint8Array> {
    try {
      if (isStream()) yield* this.#openSocket().iterator({ destroyOnReturn: false })
      else yield* fileChunks()
    } catch (error) {
      this.#left = 0
      throw new GatewayError('ERR_BODY_TRUNCATED', 'cgi: the request body could not be read', { cause: error })
    }
  }

  #drained(): Promise<void> {
    const socket = this.#rest()
    return new Promise((resolve) => {
      const check = () => {
        if (this.#left <= 0 || socket.closed) resolve()
      }
      socket.on('data', check).on('close', check)
      check()
    })
  }

  #rest(): Socket {
    const socket = this.#openSocket()
    if (this.#isDiscarded) return socket
    this.#isDiscarded = true
    return socket
      .on('error', () => {}) // Nobody waits for what is thrown away.
      .on('data', (chunk: Uint8Array) => (this.#left -= chunk.byteLength))
      .resume()
  }

  #openSocket(): Socket {
    const { Socket } = process.getBuiltinModule('node:net')
    const options = { fd: 0, readable: true, writable: false, highWaterMark: readAhead }
    return (this.#socket ??= new Socket(options))
  }
}

function isStream(): boolean {
  return kindOfInput() !== 'other'
}

function kindOfInput(): 'pipe' | 'socket' | 'other' {
  try {
    const status = fs.fstatSync(0)
    return status.isSocket() ? 'socket' : status.isFIFO() ? 'pipe' : 'other'
  } catch {
    // It is closed: whoever reads it is told.
    return 'other'
  }
}

function* fileChunks(): Generator<Uint8Array> {
  for (;;) {
    const chunk = new Uint8Array(chunkSize)
    const length = fs.readSync(0, chunk)
    if (length === 0) return
    yield chunk.subarray(0, length)
  }
}
