import { ChunkReader, type ChunkSource } from './chunk-reader.ts'
import { after } from './turn.ts'

/** What a source gave. */
export interface Batch {
  readonly bytes: Uint8Array
  /** Whether that was all. */
  readonly ended: boolean
  /** Whether the source has nothing more for now. */
  readonly idle: boolean
}

const none = new Uint8Array(0)

/** Bytes that are enough for a step of encoding: no more are waited for. */
export const batchSize = 65536

// Bytes of one step at most. A large chunk is there already, and in steps of 64 KiB it takes 15 % longer.
const largestBatch = 524_288

/** Reads a source in batches: what it gives within one turn of the event loop, so that many small chunks are encoded as one. */
export class Intake {
  readonly #reader: ChunkReader | undefined
  #pending: Promise<Uint8Array | undefined> | undefined
  #peeked: Batch | undefined
  #held: Uint8Array = none
  #ended = false

  constructor(source: ChunkSource | Uint8Array) {
    if (source instanceof Uint8Array) {
      this.#held = source
      this.#ended = true
    } else {
      this.#reader = new ChunkReader(source)
    }
  }

  /** The next batch; an idle one without bytes when there is none within `patience` milliseconds, 0 being this turn of the event loop. */
  async read(patience: number): Promise<Batch> {
    const peeked = this.#peeked
    this.#peeked = undefined
    if (peeked) return peeked
    if (this.#held.byteLength === 0 && !this.#ended) return this.#collect(patience)
    return this.#cut()
  }

  /** What the source gives within this turn of the event loop; it is read again as the first batch. */
  async peek(): Promise<Batch> {
    return (this.#peeked = await this.read(0))
  }

  /** Tells the source that nobody reads on. */
  cancel(reason: unknown): void {
    this.#reader?.cancel(reason)
  }

  #collect(patience: number): Promise<Batch> {
    return new Promise((resolve, reject) => {
      const chunks: Uint8Array[] = []
      let length = 0
      let isOpen = true
      const close = (ended: boolean, idle: boolean) => {
        isOpen = false
        callOff()
        resolve(this.#batch(chunks, ended, idle))
      }
      const turnOver = () => close(false, true)
      let callOff = after(patience, turnOver)
      const collect = async () => {
        while (isOpen) {
          const chunk = await (this.#pending ??= this.#reader?.next())
          if (!isOpen) return
          this.#pending = undefined
          if (!chunk) return close(true, false)
          chunks.push(chunk)
          length += chunk.byteLength
          if (length >= batchSize) return close(false, false)
          if (chunks.length > 1) continue
          callOff()
          callOff = after(0, turnOver)
        }
      }
      // A failure after the batch was closed is found again by the next one.
      collect().catch(reject)
    })
  }

  #batch(chunks: readonly Uint8Array[], ended: boolean, idle: boolean): Batch {
    const bytes = concatenate(chunks)
    if (bytes.byteLength <= largestBatch) return { bytes, ended, idle }
    this.#held = bytes
    this.#ended = ended
    return this.#cut()
  }

  #cut(): Batch {
    const bytes = this.#held.subarray(0, largestBatch)
    this.#held = this.#held.subarray(bytes.byteLength)
    return { bytes, ended: this.#ended && this.#held.byteLength === 0, idle: false }
  }
}

/** All chunks in one array; a single one is not copied. */
export function concatenate(chunks: readonly Uint8Array[]): Uint8Array {
  if (chunks.length <= 1) return chunks[0] ?? none
  let length = 0
  for (const chunk of chunks) length += chunk.byteLength
  const whole = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    whole.set(chunk, offset)
    offset += chunk.byteLength
  }
  return whole
}
