import { tooLarge } from './too-large.ts'

/** A body that fails, and is not read on, once there are too many bytes. */
export class CountedBody implements AsyncIterable<Uint8Array> {
  readonly #source: AsyncIterable<Uint8Array>
  readonly #limit: number

  constructor(source: AsyncIterable<Uint8Array>, limit: number) {
    this.#source = source
    this.#limit = limit
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    const chunks = this.#source[Symbol.asyncIterator]()
    const limit = this.#limit
    let bytes = 0
    return {
      async next() {
        const result = await chunks.next()
        if (!result.done) bytes += result.value.byteLength
        if (bytes <= limit) return result
        await chunks.return?.()
        throw tooLarge(limit)
      },
      return: async (value?: unknown) => (await chunks.return?.(value)) ?? { done: true, value },
    }
  }
}
