import type { Awaitable } from './awaitable.ts'

/** What became of a request for points. */
export interface Taken {
  readonly isAllowed: boolean
  /** Points that are left. */
  readonly remaining: number
  /** Milliseconds until there are all points again, or, where it was not allowed, enough of them. */
  readonly wait: number
}

/** Counts for each key what it has used up; taking is one step, however many ask at once. */
export interface Counter {
  /** Points in a window. */
  readonly limit: number
  /** Seconds. */
  readonly window: number
  take(key: string, points: number): Awaitable<Taken>
  giveBack(key: string, points: number): Awaitable<void>
}
