import type { BodySource, FileSource } from '@gangway/gateway'

/** A body that comes over time. */
export type ChunkSource = Exclude<BodySource, string | Uint8Array | FileSource | null>

interface Chunks {
  next(): Promise<{ done?: boolean | undefined; value?: unknown }>
  cancel(reason: unknown): Promise<unknown>
}

const encoder = new TextEncoder()

/** Reads the chunks of a body as bytes, empty ones left out. */
export class ChunkReader {
  readonly #chunks: Chunks
  #isOver = false

  constructor(source: ChunkSource) {
    this.#chunks = 'getReader' in source ? readerOf(source) : iteratorOf(source)
  }

  /** The next chunk; `undefined` at the end. */
  async next(): Promise<Uint8Array | undefined> {
    for (let reads = 1; ; reads++) {
      const { done, value } = await this.#step()
      if (done) return undefined
      const bytes = bytesOf(value)
      if (bytes.byteLength > 0) return bytes
      // A source of nothing but empty chunks must not keep the process from everything else.
      if (reads % 100 === 0) await new Promise((resolve) => setTimeout(resolve))
    }
  }

  /** Tells the source, once, that nobody reads on; without effect when it has ended or failed. */
  cancel(reason: unknown): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#chunks.cancel(reason).catch(ignoreCancelFailure)
  }

  async #step(): ReturnType<Chunks['next']> {
    try {
      const step = await this.#chunks.next()
      this.#isOver ||= step.done === true
      return step
    } catch (error) {
      this.#isOver = true
      throw error
    }
  }
}

function readerOf(stream: ReadableStream<Uint8Array>): Chunks {
  const reader = stream.getReader()
  return { next: () => reader.read(), cancel: (reason) => reader.cancel(reason) }
}

function iteratorOf(source: AsyncIterable<Uint8Array | string>): Chunks {
  const iterator = source[Symbol.asyncIterator]()
  return { next: () => iterator.next(), cancel: async (reason) => iterator.return?.(reason) }
}

function bytesOf(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk
  if (typeof chunk === 'string') return encoder.encode(chunk)
  throw new TypeError(`compress: a chunk of a body is a Uint8Array or a string, not ${chunk === null ? 'null' : typeof chunk}`)
}

// The response is decided: nobody is left to whom a source that fails to stop could matter.
function ignoreCancelFailure(): void {}
