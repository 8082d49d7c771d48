/** A body that comes over time. */
export type Chunks = AsyncIterable<Uint8Array | string> | ReadableStream<Uint8Array>

/** How long a body may take, in milliseconds. */
export interface BodyTimes {
  /** For each chunk. */
  readonly idle: number | undefined
  /** For all of it. */
  readonly rest: number | undefined
  /** Tells whom it may concern, and gives the error. */
  readonly expired: (message: string) => Error
}

type Chunk = IteratorResult<Uint8Array | string, undefined>

interface Steps {
  next(): Promise<{ readonly done?: boolean | undefined; readonly value?: Uint8Array | string | undefined }>
  stop(reason?: unknown): Promise<unknown>
}

/** A body that fails, and whose source is told to stop, once it takes too long. */
export class TimedBody implements AsyncIterableIterator<Uint8Array | string, undefined> {
  readonly #source: Chunks
  readonly #times: BodyTimes
  readonly #timer: ReturnType<typeof setTimeout> | undefined
  #steps: Steps | undefined
  #failure: Error | undefined
  #refuse: ((error: Error) => void) | undefined

  constructor(source: Chunks, times: BodyTimes) {
    this.#source = source
    this.#times = times
    const { rest } = times
    if (rest !== undefined) this.#timer = setTimeout(() => this.#expire('the answer was not sent in time'), Math.max(rest, 0))
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async next(): Promise<Chunk> {
    if (this.#failure) throw this.#failure
    try {
      const { done, value } = await this.#step()
      if (!done && value !== undefined) return { done: false, value }
    } catch (error) {
      clearTimeout(this.#timer)
      throw error
    }
    clearTimeout(this.#timer)
    return { done: true, value: undefined }
  }

  async return(): Promise<Chunk> {
    clearTimeout(this.#timer)
    await this.#begun().stop()
    return { done: true, value: undefined }
  }

  #step(): ReturnType<Steps['next']> {
    const { idle } = this.#times
    return new Promise((resolve, reject) => {
      this.#refuse = reject
      const timer = idle === undefined ? undefined : setTimeout(() => this.#expire(`the answer paused for ${idle} ms`), idle)
      const settled = this.#begun().next()
      settled.then(resolve, reject).finally(() => clearTimeout(timer))
    })
  }

  #expire(message: string): void {
    clearTimeout(this.#timer)
    this.#failure = this.#times.expired(message)
    this.#refuse?.(this.#failure)
    this.#begun().stop(this.#failure).catch(ignore)
  }

  #begun(): Steps {
    return (this.#steps ??= stepsOf(this.#source))
  }
}

function stepsOf(source: Chunks): Steps {
  if ('getReader' in source) {
    const reader = source.getReader()
    return { next: () => reader.read(), stop: (reason) => reader.cancel(reason) }
  }
  const iterator = source[Symbol.asyncIterator]()
  return { next: () => iterator.next(), stop: async () => iterator.return?.() }
}

// The answer is broken off for taking too long; that its source does not stop well adds nothing.
function ignore(): void {}
