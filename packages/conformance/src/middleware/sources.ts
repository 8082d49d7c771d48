import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises'

/** A body that a case makes, and what becomes of it. */
export interface Source {
  readonly body: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>
  /** Chunks that were asked for so far. */
  readonly pulls: number
  /** How often it was told that nobody reads on. */
  readonly stops: number
}

/** Gives the next chunk, or undefined at the end; `pull` counts from 0. */
export type Chunk = (pull: number) => Uint8Array | undefined | Promise<Uint8Array | undefined>

/** Each kind of body over time, by its name. */
export const sourceKinds: readonly (readonly [kind: string, make: (chunk: Chunk) => Source])[] = [
  ['a stream', streamOf],
  ['an async generator', generatorOf],
]

/** Lets everything happen that is under way. */
export async function settle(): Promise<void> {
  for (let turns = 0; turns < 20; turns++) await turn()
}

/** A body that is a stream. */
export function streamOf(chunk: Chunk): Source & { readonly body: ReadableStream<Uint8Array<ArrayBuffer>> } {
  const seen = { pulls: 0, stops: 0 }
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        const made = await chunk(seen.pulls++)
        if (made) controller.enqueue(Uint8Array.from(made))
        else controller.close()
      },
      cancel() {
        seen.stops++
      },
    },
    { highWaterMark: 0 },
  )
  return Object.assign(seen, { body })
}

/** Waits for what is to happen; a case that waits in vain comes to its deadline. */
export async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await wait(5)
}

function generatorOf(chunk: Chunk): Source {
  const seen = { pulls: 0, stops: 0 }
  let isOver = false
  const body: AsyncIterableIterator<Uint8Array> = {
    async next() {
      if (isOver) return { done: true, value: undefined }
      const value = await chunk(seen.pulls++)
      isOver = value === undefined
      return value ? { done: false, value } : { done: true, value }
    },
    async return() {
      if (!isOver) seen.stops++
      isOver = true
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]: () => body,
  }
  return Object.assign(seen, { body })
}
