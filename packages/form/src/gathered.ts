const none = new Uint8Array()

/** Bytes that come in pieces, in one array that grows: many small pieces take no more room than their bytes. One piece alone is not copied. */
export class Gathered {
  #bytes: Uint8Array = none
  #length = 0
  #isOwn = false

  /** How many there are. */
  get length(): number {
    return this.#length
  }

  push(piece: Uint8Array): void {
    if (this.#length === 0) {
      this.#bytes = piece
      this.#length = piece.byteLength
      this.#isOwn = false
      return
    }
    const length = this.#length + piece.byteLength
    if (!this.#isOwn || length > this.#bytes.length) this.#grow(length)
    this.#bytes.set(piece, this.#length)
    this.#length = length
  }

  /** All that came. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  #grow(length: number): void {
    const larger = new Uint8Array(Math.max(length, 2 * this.#length, 256))
    larger.set(this.bytes())
    this.#bytes = larger
    this.#isOwn = true
  }
}
