/** What is told that time passes. */
export interface Ticking {
  tick(): void
}

const longestPeriod = 1000
const shortestPeriod = 5

/** Counts time for all that waits with one timer: a timer per request would cost it 0.5 µs. */
export class Clock {
  readonly #period: number
  readonly #ticking = new Set<Ticking>()
  #timer: NodeJS.Timeout | undefined

  /** `timeouts` are the milliseconds that are to be counted. */
  constructor(timeouts: readonly number[]) {
    const shortest = Math.min(...timeouts.filter((timeout) => timeout > 0))
    this.#period = Math.min(longestPeriod, Math.max(shortestPeriod, shortest / 8))
  }

  /** Ticks in so many milliseconds, 0 being for ever. */
  ticksIn(milliseconds: number): number {
    return milliseconds === 0 ? Number.POSITIVE_INFINITY : Math.ceil(milliseconds / this.#period)
  }

  add(ticking: Ticking): void {
    this.#ticking.add(ticking)
    this.#timer ??= setInterval(() => this.#tick(), this.#period).unref()
  }

  remove(ticking: Ticking): void {
    this.#ticking.delete(ticking)
  }

  #tick(): void {
    for (const ticking of this.#ticking) ticking.tick()
    if (this.#ticking.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }
}

/** Ticks until something is late. */
export class Countdown {
  #left = Number.POSITIVE_INFINITY

  start(ticks: number): void {
    this.#left = ticks
  }

  stop(): void {
    this.#left = Number.POSITIVE_INFINITY
  }

  /** Whether it ran out with this tick. */
  tick(): boolean {
    this.#left -= 1
    return this.#left === -1
  }
}
