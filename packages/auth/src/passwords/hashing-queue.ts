import { HttpError } from '@gangway/gateway'

/** How many passwords are hashed at once, and how long one may be. */
export interface HashingLimits {
  /** How many are hashed at once. They take turns on the threads that also read files and look up names, four as a rule. Default: `2`. */
  concurrency?: number
  /** How many more may wait for their turn; beyond that the answer is 503 with `Retry-After`. Default: `100`. */
  waiting?: number
  /** Bytes of the longest password; a longer one is never right. Default: `1024`. */
  longest?: number
}

/**
 * Bytes of the longest password.
 * @throws {TypeError} when the limit is none.
 */
export function longestOf({ longest = 1024 }: HashingLimits): number {
  if (!Number.isInteger(longest) || longest < 1) throw new TypeError('auth: longest is a number of bytes, 1 at least')
  return longest
}

/** Takes turns, so that many logins at once neither use up the memory nor keep everything else waiting. */
export class HashingQueue {
  readonly #concurrency: number
  readonly #most: number
  readonly #waiting: (() => void)[] = []
  #running = 0

  /** @throws {TypeError} when a limit is none. */
  constructor({ concurrency = 2, waiting = 100 }: HashingLimits) {
    if (!Number.isInteger(concurrency) || concurrency < 1) throw new TypeError('auth: concurrency is a number of passwords, 1 at least')
    if (!(waiting >= 0)) throw new TypeError('auth: waiting is a number of passwords')
    this.#concurrency = concurrency
    this.#most = waiting
  }

  /**
   * Does the work when it is its turn.
   * @throws {HttpError} 503 when too many wait already.
   */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.#turn()
    try {
      return await work()
    } finally {
      this.#next()
    }
  }

  #turn(): Promise<void> | undefined {
    if (this.#running < this.#concurrency) {
      this.#running += 1
      return undefined
    }
    if (this.#waiting.length >= this.#most)
      throw new HttpError(503, 'Too many sign in at this moment', { headers: { 'retry-after': '2' }, expose: true })
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  #next(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#running -= 1
  }
}
