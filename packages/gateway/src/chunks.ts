import { isStream, type ChunkSource } from './body-source.ts'
import { begin, bytesOf } from './stream-of.ts'

/** What a source gave within one turn of the event loop, and whether that was all. */
export interface Early {
  readonly held: Uint8Array[]
  readonly ended: boolean
}

interface Source {
  next(): Promise<{ done?: boolean | undefined; value?: unknown }>
  cancel(reason: unknown): Promise<unknown>
}

/** A body read chunk by chunk, with one read under way at a time; empty chunks are left out. */
export class Chunks implements AsyncIterable<Uint8Array> {
  readonly #source: Source
  #pending: Promise<Uint8Array | undefined> | undefined
  #isOver = false

  constructor(streamed: ChunkSource) {
    this.#source = isStream(streamed) ? readerOf(streamed) : iteratorOf(streamed)
  }

  /** The next chunk, or `undefined` at the end. */
  next(): Promise<Uint8Array | undefined> {
    const chunk = this.#pending ?? this.#read()
    this.#pending = undefined
    return chunk
  }

  /** The next chunk, which stays the next one. */
  peek(): Promise<Uint8Array | undefined> {
    return (this.#pending ??= this.#read())
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return {
      next: async () => {
        const value = await this.next()
        return value ? { done: false, value } : { done: true, value }
      },
      return: async (reason: unknown) => {
        this.cancel(reason)
        return { done: true, value: undefined }
      },
    }
  }

  /** What the source gives within one turn of the event loop, or until it has given more bytes than the limit. */
  early(limit: number): Promise<Early> {
    const held: Uint8Array[] = []
    let length = 0
    let isOpen = true
    return new Promise((resolve, reject) => {
      const close = (ended: boolean) => {
        isOpen = false
        clearImmediate(turn)
        resolve({ held, ended })
      }
      const turn = setImmediate(close, false)
      const collect = async () => {
        while (isOpen) {
          const chunk = await this.peek()
          if (!isOpen) return
          this.#pending = undefined
          if (!chunk) return close(true)
          held.push(chunk)
          length += chunk.byteLength
          if (length > limit) close(false)
        }
      }
      collect().catch(reject)
    })
  }

  /** Tells the source that nobody reads on; without effect once it has ended or failed. */
  cancel(reason: unknown): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#source.cancel(reason).catch(ignoreCancelFailure)
  }

  async #read(): Promise<Uint8Array | undefined> {
    for (let reads = 1; ; reads++) {
      const { done, value } = await this.#step()
      if (done) return undefined
      const bytes = bytesOf(value)
      if (bytes.byteLength > 0) return bytes
      // A source of nothing but empty chunks must not keep the process from everything else.
      if (reads % 100 === 0) await new Promise((resolve) => setTimeout(resolve))
    }
  }

  async #step(): ReturnType<Source['next']> {
    try {
      const step = await this.#source.next()
      this.#isOver ||= step.done === true
      return step
    } catch (error) {
      this.#isOver = true
      throw error
    }
  }
}

function readerOf(stream: ReadableStream<Uint8Array>): Source {
  const reader = stream.getReader()
  return { next: () => reader.read(), cancel: (reason) => reader.cancel(reason) }
}

function iteratorOf(chunks: AsyncIterable<Uint8Array | string>): Source {
  const iterator = begin(chunks)
  return { next: () => iterator.next(), cancel: async (reason) => iterator.return?.(reason) }
}

// Nobody is left to whom a source that fails to stop could matter: the exchange is decided.
function ignoreCancelFailure(): void {}
