import type { Context } from '@gangway/gateway'
import { clientKey } from './client-key.ts'
import type { Counter } from './counter.ts'
import { limiterCounter, type Limiter } from './limiter-counter.ts'
import { memoryCounter } from './memory-counter.ts'
import { monotonic } from './monotonic.ts'

/** Options of `rateLimit`: either `limit` and `window`, counted in this process, or a `limiter`. */
export interface RateLimitOptions {
  /** Requests that a client can make at once, and in each window from then on. */
  limit?: number
  /** Seconds in which they come back, one by one. Default: `60`. */
  window?: number
  /** A limiter of the package rate-limiter-flexible, which counts for several processes: in Redis, PostgreSQL and elsewhere. Default: this process counts. */
  limiter?: Limiter
  /** The name of this limit in the fields `RateLimit` and `RateLimit-Policy`. Default: `default`. */
  name?: string
  /** Whose requests are counted together; those of `undefined` are not. Default: those of an address of IPv4, or of a network of IPv6. */
  key?: (context: Context) => string | undefined
  /** The bits of an IPv6 address that are one client's. Default: `56`. */
  ipv6Bits?: number
  /** For how many requests one counts; not at all for 0. Default: `1`. */
  cost?: (context: Context) => number
  /** Whether a request counts, by the status of its answer: `(status) => status === 401` counts what fails. Until then it does. Default: all do. */
  counts?: (status: number) => boolean
  /** Whether requests pass or are answered 503 while the limiter's store fails. Default: `allow`. */
  onStoreError?: 'allow' | 'refuse'
  /** Milliseconds after which a limiter's store has failed. Default: `1000`. */
  storeTimeout?: number
  /** Clients that this process counts; beyond that it forgets who was not seen for longest. Default: `100000`. */
  keys?: number
  /** The time in milliseconds, by a clock that only goes forward. Default: that of the process. */
  now?: () => number
}

/** The options of `rateLimit`, checked. */
export interface RateSettings {
  readonly counter: Counter
  readonly name: string
  readonly key: (context: Context) => string | undefined
  readonly cost: (context: Context) => number
  readonly counts: ((status: number) => boolean) | undefined
  readonly onStoreError: 'allow' | 'refuse'
  /** Logs a failure of the store. */
  readonly complain: (context: Context, error: unknown) => void
}

const quietTime = 10_000

/**
 * The options, checked.
 * @throws {TypeError} when one is wrong.
 */
export function rateSettingsFrom(options: RateLimitOptions): RateSettings {
  const { name = 'default', ipv6Bits = 56, onStoreError = 'allow', counts } = options
  if (!/^[ !#-[\]-~]*$/.test(name)) throw new TypeError('limit: name is ASCII without quotes and backslashes')
  if (!(Number.isInteger(ipv6Bits) && ipv6Bits >= 1 && ipv6Bits <= 128))
    throw new TypeError('limit: ipv6Bits is a number of bits from 1 to 128')
  if (onStoreError !== 'allow' && onStoreError !== 'refuse') throw new TypeError('limit: onStoreError is allow or refuse')
  const { key = ({ client }) => clientKey(client.address, ipv6Bits), cost = () => 1 } = options
  return { counter: counterFrom(options), name, key, cost, counts, onStoreError, complain: complaint() }
}

// One line in ten seconds: while a store is down every request finds it so.
function complaint(): RateSettings['complain'] {
  let last = -Infinity
  return (context, error) => {
    const time = monotonic()
    if (time - last < quietTime) return
    last = time
    context.log(error)
  }
}

function counterFrom({ limit, window = 60, limiter, keys = 100_000, storeTimeout = 1000, now = monotonic }: RateLimitOptions): Counter {
  checkNumbers({ window, keys, storeTimeout })
  if (limiter) {
    if (limit !== undefined) throw new TypeError('limit: a limiter has its own points and duration instead of limit and window')
    if (typeof limiter.consume !== 'function' || !(limiter.points > 0) || !(limiter.duration > 0))
      throw new TypeError('limit: a limiter has points, a duration and consume(), as those of rate-limiter-flexible do')
    return limiterCounter(limiter, storeTimeout)
  }
  if (limit === undefined) throw new TypeError('limit: rateLimit() needs a limit or a limiter')
  if (!Number.isInteger(limit)) throw new TypeError('limit: limit is a whole number')
  checkNumbers({ limit })
  return memoryCounter({ limit, window, keys, now })
}

function checkNumbers(numbers: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(numbers)) {
    if (!(Number.isFinite(value) && value > 0)) throw new TypeError(`limit: ${name} is a number above 0`)
  }
}
