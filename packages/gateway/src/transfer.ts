import type { Chunks } from './chunks.ts'
import type { Outgoing } from './outgoing.ts'

/** A body that is written chunk by chunk: the next one is pulled when the peer took the last one, and nothing goes beyond its length. */
export class Transfer {
  readonly #chunks: Chunks
  readonly #outgoing: Outgoing
  readonly #length: number | undefined
  #bytes = 0
  #isStopped = false

  constructor(chunks: Chunks, outgoing: Outgoing, length: number | undefined) {
    this.#chunks = chunks
    this.#outgoing = outgoing
    this.#length = length
  }

  /** Bytes handed to the gateway so far. */
  get bytes(): number {
    return this.#bytes
  }

  /** Nothing more is written, and the source hears the reason. */
  stop(reason: unknown): void {
    this.#isStopped = true
    this.#chunks.cancel(reason)
  }

  /**
   * Writes what was held back and what follows, and tells whether all of it was; what is too much is cut.
   * @throws {TypeError} when the body ends before its length.
   */
  async run(held: Uint8Array[]): Promise<'whole' | 'cut' | 'stopped'> {
    while (!this.#isStopped) {
      const chunk = held.shift() ?? (await this.#chunks.next())
      if (this.#isStopped) break
      if (!chunk) return this.#checkEnd()
      if (!(await this.#write(chunk))) return 'cut'
    }
    return 'stopped'
  }

  // False when the body has its length and there was more of it.
  async #write(chunk: Uint8Array): Promise<boolean> {
    const left = (this.#length ?? Number.POSITIVE_INFINITY) - this.#bytes
    const allowed = chunk.byteLength > left ? chunk.subarray(0, left) : chunk
    if (allowed.byteLength > 0) {
      this.#bytes += allowed.byteLength
      const slow = this.#outgoing.write(allowed)
      if (slow) await slow
    }
    if (chunk.byteLength <= left) return true
    this.stop(new DOMException('The body is longer than its content-length', 'AbortError'))
    return false
  }

  #checkEnd(): 'whole' {
    if (this.#length === undefined || this.#bytes === this.#length) return 'whole'
    throw new TypeError(`gateway: the response's body ended after ${this.#bytes} bytes of a content-length of ${this.#length}`)
  }
}
