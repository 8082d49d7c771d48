/** Bytes that come in pieces, in one array that grows: many small pieces take no more room than their bytes. */
export class Gathered {
  #bytes = new Uint8Array(256)
  #length = 0

  /** How many there are. */
  get length(): number {
    return this.#length
  }

  push(piece: Uint8Array): void {
    const length = this.#length + piece.byteLength
    if (length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(length, 2 * this.#bytes.length))
      larger.set(this.bytes())
      this.#bytes = larger
    }
    this.#bytes.set(piece, this.#length)
    this.#length = length
  }

  /** All that came. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }
}
