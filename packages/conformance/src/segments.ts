import type { Writable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'

/** How a byte stream is cut: not at all, into single bytes, or into pieces of the lengths that the function returns. */
export type Segment = 'whole' | 'byte' | (() => number)

// A megabyte in single bytes takes a minute and proves no more than the first of it.
const cutAtMost = 2048

/** Writes to a socket in pieces, each in a turn of the event loop of its own, so that they arrive one by one. */
export class SegmentWriter {
  readonly #socket: Writable
  readonly #length: (() => number) | undefined
  #cut = 0
  #last: Promise<void> = Promise.resolve()

  constructor(socket: Writable, segment: Segment = 'whole') {
    this.#socket = socket
    this.#length = segment === 'whole' ? undefined : segment === 'byte' ? () => 1 : segment
  }

  /** Settles when the socket took the bytes and has room for more, or is gone. */
  write(bytes: Uint8Array): Promise<void> {
    return this.#then(() => this.#writePieces(bytes))
  }

  /** Ends our half of the connection after what was written. */
  end(): Promise<void> {
    return this.#then(async () => void this.#socket.end())
  }

  #then(next: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(next)
    return this.#last
  }

  async #writePieces(bytes: Uint8Array): Promise<void> {
    let offset = 0
    while (offset < bytes.byteLength && !this.#socket.destroyed) {
      const length = this.#cut < cutAtMost ? this.#length : undefined
      const piece = length ? bytes.subarray(offset, offset + Math.max(1, length())) : bytes.subarray(offset)
      this.#cut += piece.byteLength
      offset += piece.byteLength
      await this.#writePiece(piece)
      if (length) await turn()
    }
  }

  #writePiece(piece: Uint8Array): Promise<void> | void {
    const socket = this.#socket
    if (socket.destroyed || socket.writableEnded || socket.write(piece)) return
    return new Promise((resolve) => {
      const settle = () => {
        socket.off('drain', settle).off('close', settle)
        resolve()
      }
      socket.on('drain', settle).on('close', settle)
    })
  }
}
