import { isStream, type ChunkSource } from './body-source.ts'
import { bytesOf } from './stream-of.ts'

/** A body read chunk by chunk, with one read under way at a time. */
export interface Chunks {
  /** The next chunk, or `undefined` at the end. */
  next(): Promise<Uint8Array | undefined>
  /** What the source gives within one turn of the event loop, up to a limit in bytes, and whether that was all. */
  early(limit: number): Promise<{ readonly held: readonly Uint8Array[]; readonly ended: boolean }>
  /** Tells the source that nobody reads on. */
  cancel(reason: unknown): void
}

interface Source {
  next(): Promise<{ done?: boolean | undefined; value?: unknown }>
  cancel(reason: unknown): void
}

/** Reads a stream or an async iterable. */
export function chunksOf(streamed: ChunkSource): Chunks {
  const source = isStream(streamed) ? readerOf(streamed) : iteratorOf(streamed)
  let pending: Promise<Uint8Array | undefined> | undefined

  const read = async () => {
    const { done, value } = await source.next()
    return done ? undefined : bytesOf(value)
  }
  const next = () => {
    const chunk = pending ?? read()
    pending = undefined
    return chunk
  }
  const early = async (limit: number) => {
    const held: Uint8Array[] = []
    const turn = new Promise<typeof late>((resolve) => setImmediate(resolve, late))
    for (let length = 0; length <= limit;) {
      pending = read()
      const chunk = await Promise.race([pending, turn])
      if (chunk === late) return { held, ended: false }
      pending = undefined
      if (!chunk) return { held, ended: true }
      held.push(chunk)
      length += chunk.byteLength
    }
    return { held, ended: false }
  }
  return { next, early, cancel: source.cancel }
}

const late = Symbol('late')
function readerOf(stream: ReadableStream<Uint8Array>): Source {
  const reader = stream.getReader()
  return { next: () => reader.read(), cancel: (reason) => void reader.cancel(reason).catch(ignoreCancelFailure) }
}

function iteratorOf(chunks: AsyncIterable<Uint8Array | string>): Source {
  const iterator = chunks[Symbol.asyncIterator]()
  return {
    next: () => iterator.next(),
    cancel: (reason) => void Promise.resolve(iterator.return?.(reason)).catch(ignoreCancelFailure),
  }
}

// Nobody is left to whom a source that fails to stop could matter: the exchange is decided.
function ignoreCancelFailure(): void {}
