type ChunkIterable = AsyncIterable<Uint8Array | string>

const encoder = new TextEncoder()
const begun = new WeakSet<object>()

/** A stream that pulls its source as it is read, and touches it not before. */
export function streamOf(source: ChunkIterable): ReadableStream<Uint8Array> {
  let iterator: ReturnType<typeof begin> | undefined
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        iterator ??= begin(source)
        const { done, value } = await iterator.next()
        if (done) controller.close()
        else controller.enqueue(bytesOf(value))
      },
      async cancel(reason) {
        iterator ??= begin(source)
        await iterator.return?.(reason)
      },
    },
    { highWaterMark: 0 },
  )
}

/**
 * The iterator of a source.
 * @throws {TypeError} when the source, like a generator, can be read only once, and was.
 */
export function begin(source: ChunkIterable): AsyncIterator<Uint8Array | string> {
  const iterator = source[Symbol.asyncIterator]()
  if (!Object.is(iterator, source)) return iterator
  if (begun.has(source)) throw new TypeError('gateway: the body was already read')
  begun.add(source)
  return iterator
}

/**
 * A chunk as bytes.
 * @throws {TypeError} when it is neither text nor bytes.
 */
export function bytesOf(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk
  if (typeof chunk === 'string') return encoder.encode(chunk)
  throw new TypeError(`gateway: a chunk of a body is a Uint8Array or a string, not ${chunk === null ? 'null' : typeof chunk}`)
}
