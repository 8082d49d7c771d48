const encoder = new TextEncoder()

/** A stream that pulls its source as it is read, and touches it not before. */
export function streamOf(source: AsyncIterable<Uint8Array | string>): ReadableStream<Uint8Array> {
  let iterator: AsyncIterator<Uint8Array | string> | undefined
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        iterator ??= source[Symbol.asyncIterator]()
        const { done, value } = await iterator.next()
        if (done) controller.close()
        else controller.enqueue(bytesOf(value))
      },
      async cancel(reason) {
        await iterator?.return?.(reason)
      },
    },
    { highWaterMark: 0 },
  )
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
