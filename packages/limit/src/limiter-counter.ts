import type { Counter, Taken } from './counter.ts'

/** What a limiter of the package rate-limiter-flexible says of a key. */
export interface LimiterResult {
  readonly remainingPoints: number
  readonly msBeforeNext: number
}

/** A limiter of the package rate-limiter-flexible, as far as it is used here: `consume` rejects with a result where there are not enough points. */
export interface Limiter {
  readonly points: number
  readonly duration: number
  consume(key: string, points?: number): Promise<LimiterResult>
  reward(key: string, points?: number): Promise<unknown>
}

/** Counts by such a limiter; one that does not answer within the timeout has failed. */
export function limiterCounter(limiter: Limiter, timeout: number): Counter {
  return {
    limit: limiter.points,
    window: limiter.duration,
    take: (key, points) => within(timeout, taken(limiter, key, points)),
    async giveBack(key, points) {
      await within(timeout, limiter.reward(key, points))
    },
  }
}

async function taken(limiter: Limiter, key: string, points: number): Promise<Taken> {
  try {
    return { isAllowed: true, ...resultOf(await limiter.consume(key, points)) }
  } catch (error) {
    if (!isResult(error)) throw error
    return { isAllowed: false, ...resultOf(error) }
  }
}

function resultOf({ remainingPoints, msBeforeNext }: LimiterResult): Omit<Taken, 'isAllowed'> {
  return { remaining: Math.max(0, remainingPoints), wait: msBeforeNext }
}

function isResult(error: unknown): error is LimiterResult {
  return typeof error === 'object' && error !== null && 'msBeforeNext' in error && 'remainingPoints' in error
}

function within<Result>(timeout: number, answer: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`limit: the store did not answer within ${timeout} ms`)), timeout)
    answer.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
