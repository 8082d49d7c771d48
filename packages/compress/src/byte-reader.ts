const none = new Uint8Array(0)

/** Reads a stream by the byte. */
export class ByteReader {
  readonly #iterator: AsyncIterator<Uint8Array>
  #held: Uint8Array = none

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#iterator = chunks[Symbol.asyncIterator]()
  }

  /** At most this many bytes, as many as are at hand; none only at the end. */
  async some(limit: number): Promise<Uint8Array> {
    while (this.#held.byteLength === 0) {
      const { done, value } = await this.#iterator.next()
      if (done) return none
      this.#held = value
    }
    const bytes = this.#held.subarray(0, limit)
    this.#held = this.#held.subarray(bytes.byteLength)
    return bytes
  }

  /**
   * This many bytes.
   * @throws {Error} when the stream ends before.
   */
  async exactly(length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length)
    for (let filled = 0; filled < length;) {
      const some = await this.some(length - filled)
      if (some.byteLength === 0) throw new Error('the data ends too early')
      bytes.set(some, filled)
      filled += some.byteLength
    }
    return bytes
  }

  /** Puts bytes back, to be read next. */
  unread(bytes: Uint8Array): void {
    if (bytes.byteLength === 0) return
    const held = new Uint8Array(bytes.byteLength + this.#held.byteLength)
    held.set(bytes)
    held.set(this.#held, bytes.byteLength)
    this.#held = held
  }

  async close(): Promise<void> {
    await this.#iterator.return?.()
  }
}
