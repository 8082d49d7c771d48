import type { Counter, Taken } from './counter.ts'

// What rounding makes of milliseconds.
const tolerance = 1e-6
const mostExpired = 2

/** How much this process counts, and by which clock. */
export interface MemoryCounterOptions {
  readonly limit: number
  readonly window: number
  readonly keys: number
  readonly now: () => number
}

/**
 * Counts in this process. Each key is one number: when it will have all points again (the generic cell rate algorithm), so that points come back one
 * by one and no window begins anew. Beyond `keys`, those that were not seen for longest are forgotten.
 */
export function memoryCounter({ limit, window, keys, now }: MemoryCounterOptions): Counter {
  const length = window * 1000
  const interval = length / limit
  const full = new Map<string, number>()

  function keep(key: string, at: number): void {
    full.delete(key)
    if (at > now()) full.set(key, at)
    forget()
  }

  function forget(): void {
    let expired = 0
    for (const [key, at] of full) {
      if (full.size <= keys && (at > now() || ++expired > mostExpired)) return
      full.delete(key)
    }
  }

  return {
    limit,
    window,
    take(key, points): Taken {
      const time = now()
      const before = Math.max(full.get(key) ?? 0, time)
      const after = before + points * interval
      const late = after - length - time
      if (late > tolerance) {
        keep(key, before)
        return { isAllowed: false, remaining: left(before - time), wait: Math.min(late, length) }
      }
      keep(key, after)
      return { isAllowed: true, remaining: left(after - time), wait: after - time }
    },
    giveBack(key, points) {
      const at = full.get(key)
      if (at !== undefined) keep(key, at - points * interval)
    },
  }

  function left(used: number): number {
    return Math.max(0, Math.floor((length - used + tolerance) / interval))
  }
}
