import type { Encoded, Encoder } from './engine.ts'
import type { Batch, Intake } from './intake.ts'

/** What an encoded body is made from. */
export interface EncodedBodyInit {
  readonly intake: Intake
  readonly createEncoder: () => Encoder
  /** Bytes that the response promised to have, not yet encoded. */
  readonly length: number | undefined
  /** Bytes that stand before the encoded ones. */
  readonly prefix: Uint8Array | undefined
  /** Changes the encoded bytes as they come out. */
  readonly alter: ((encoded: Encoded, isLast: boolean) => Encoded) | undefined
}

// A source that gave less than this since the last flush sends messages, and each is to arrive at once. One that gave more
// gets a moment for its next chunk, as a flush after each of a file's costs 6 % of size.
const messageSize = 16384
const bulkPatience = 5

/**
 * The encoded form of a body: pulled as it is read, flushed when its source has nothing more for now. Not a generator, for those put off
 * `return()` until their source gives its next chunk, which may be never.
 */
export class EncodedBody implements AsyncIterableIterator<Uint8Array> {
  readonly #init: EncodedBodyInit
  #encoder: Encoder | undefined
  #ready: Uint8Array[] = []
  #unflushed = 0
  #received = 0
  #ended = false

  constructor(init: EncodedBodyInit) {
    this.#init = init
    if (init.prefix) this.#ready.push(init.prefix)
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    try {
      while (this.#ready.length === 0 && !this.#ended) await this.#step()
    } catch (error) {
      this.#close(error)
      throw error
    }
    const value = this.#ready.shift()
    return value ? { done: false, value } : { done: true, value: undefined }
  }

  async return(reason?: unknown): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#close(reason)
    return { done: true, value: undefined }
  }

  async #step(): Promise<void> {
    const patience = this.#unflushed === 0 ? Number.POSITIVE_INFINITY : this.#unflushed < messageSize ? 0 : bulkPatience
    const batch = await this.#init.intake.read(patience)
    if (this.#ended) return
    this.#count(batch)
    this.#encoder ??= this.#init.createEncoder()
    const encoded = await this.#encode(this.#encoder, batch)
    // Somebody may have stopped this meanwhile.
    if (this.#ended) return
    this.#ready.push(...(this.#init.alter?.(encoded, batch.ended) ?? encoded))
    if (batch.ended) this.#end()
  }

  #encode(encoder: Encoder, { bytes, ended, idle }: Batch): Encoded | Promise<Encoded> {
    if (ended) return encoder.end(bytes)
    this.#unflushed += bytes.byteLength
    const isFlush = idle && this.#unflushed > 0 && (bytes.byteLength === 0 || this.#unflushed < messageSize)
    if (isFlush) this.#unflushed = 0
    return encoder.write(bytes, isFlush)
  }

  #count({ bytes, ended }: Batch): void {
    const { length } = this.#init
    this.#received += bytes.byteLength
    if (length === undefined || this.#received === length || (this.#received < length && !ended)) return
    throw new TypeError(
      ended && this.#received < length
        ? `compress: the body ended after ${this.#received} bytes of a content-length of ${length}`
        : `compress: the body is longer than its content-length of ${length}`,
    )
  }

  #end(): void {
    this.#ended = true
    this.#encoder?.close()
    this.#encoder = undefined
  }

  #close(reason: unknown): void {
    if (this.#ended) return
    this.#ready = []
    this.#end()
    this.#init.intake.cancel(reason)
  }
}
