import type { Socket } from 'node:net'
import { closeDescriptor } from './close-descriptor.ts'
import { fs } from './fs.ts'

// What Linux keeps in an empty pipe: so much can be written at once, whether somebody reads or not.
const pipeCapacity = 65_536
const lost = new Set(['EPIPE', 'ECONNRESET', 'ECONNABORTED', 'ENOTCONN', 'EBADF'])

/** Descriptor 1: what fits into a pipe is written at once, more goes through a socket, as fast as it is read. */
export class StandardOutput {
  #written = 0
  #isGone = false
  #socket: Socket | undefined
  #isClosed = false
  /** Called once, when the reader is gone. */
  onGone: () => void = () => {}
  /** Called once, before the program starts to wait for its reader. */
  onWait: () => void = () => {}

  /** Whether nothing more can be written. */
  get isClosed(): boolean {
    return this.#isClosed
  }

  /** Whether the reader is gone. */
  get isGone(): boolean {
    return this.#isGone
  }

  /** Whether anything was written. */
  get began(): boolean {
    return this.#written > 0
  }

  /** Whether bytes have gone the slow way. */
  get isWaiting(): boolean {
    return this.#socket !== undefined
  }

  /** Writes bytes, and returns a promise when the reader is slower; after it has gone, they are dropped. */
  put(bytes: Uint8Array): void | Promise<void> {
    if (this.#isGone || this.#isClosed) return
    const isLater = this.#socket !== undefined || (this.#written + bytes.byteLength > pipeCapacity && canWait())
    const rest = isLater ? bytes : this.#putNow(bytes)
    this.#written += bytes.byteLength
    if (rest.byteLength > 0) return this.#putLater(rest)
  }

  /** Closes the descriptor once everything is written, so that the server knows that the response is complete. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    const socket = this.#socket
    if (!socket) closeDescriptor(1)
    else if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve).end())
  }

  /** Drops what is not written yet. */
  abandon(): void {
    this.#isGone = true
    this.#socket?.destroy()
  }

  // What could not be written since the descriptor, which stdin may share, does not block.
  #putNow(bytes: Uint8Array): Uint8Array {
    for (let offset = 0; offset < bytes.byteLength;) {
      try {
        offset += fs.writeSync(1, bytes, offset)
      } catch (error) {
        if (isCode(error, 'EAGAIN')) return bytes.subarray(offset)
        this.#failed(error)
        break
      }
    }
    return new Uint8Array(0)
  }

  #putLater(bytes: Uint8Array): Promise<void> {
    const socket = (this.#socket ??= this.#openSocket())
    return new Promise((resolve) => {
      socket.write(bytes, () => resolve())
    })
  }

  #openSocket(): Socket {
    this.onWait()
    const { Socket } = process.getBuiltinModule('node:net')
    return new Socket({ fd: 1, readable: false, writable: true }).on('error', () => this.#gone())
  }

  #failed(error: unknown): void {
    if (!(error instanceof Error && 'code' in error && lost.has(String(error.code)))) throw error
    this.#gone()
  }

  #gone(): void {
    if (this.#isGone) return
    this.#isGone = true
    this.onGone()
  }
}

function canWait(): boolean {
  const status = fs.fstatSync(1)
  return status.isFIFO() || status.isSocket()
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
