import type { Context } from '@gangway/gateway'
import type { Awaitable } from '../awaitable.ts'

/** Counts tries to sign in. */
export interface AttemptStore {
  /** Notes a try before the password is looked at; the seconds to wait when there were `limit` already, else 0. */
  begin(key: string, limit: number, seconds: number): Awaitable<number>
  /** The password was right: forgets the tries before. */
  clear(key: string): Awaitable<void>
}

/** What limits tries to sign in. */
export interface AttemptOptions {
  /** Wrong passwords for one name from one address until it is locked; from all addresses together it is ten times as many. Default: `10`. */
  limit?: number
  /** Seconds for which it is locked, and after which tries are forgotten. Default: `900`. */
  seconds?: number
  /** Counts for several processes. Default: this process's memory. */
  store?: AttemptStore
}

/** The limit on tries with one name. */
export interface AttemptLimit {
  /** The seconds to wait, or 0. */
  begin(name: string, context: Context): Promise<number>
  clear(name: string, context: Context): Promise<void>
}

const mostKeys = 10_000

/**
 * Locks a name after too many wrong passwords: soon for the address they came from, later for all, so that strangers do not easily lock a user out.
 * @throws {TypeError} when an option is wrong.
 */
export function attemptLimit({ limit = 10, seconds = 900, store = memoryAttempts() }: AttemptOptions = {}): AttemptLimit {
  if (!Number.isInteger(limit) || limit < 1) throw new TypeError('auth: the limit of attempts is a whole number, at least 1')
  if (!(seconds > 0)) throw new TypeError('auth: attempts takes a number of seconds above 0')
  const keysOf = (name: string, { client }: Context): [string, string] => {
    const folded = name.normalize('NFC').toLowerCase().slice(0, 200)
    return [`${folded}\n${client.address}`, folded]
  }
  return {
    async begin(name, context) {
      const [here, everywhere] = keysOf(name, context)
      return (await store.begin(here, limit, seconds)) || (await store.begin(everywhere, limit * 10, seconds))
    },
    async clear(name, context) {
      for (const key of keysOf(name, context)) await store.clear(key)
    },
  }
}

function memoryAttempts(): AttemptStore {
  const tries = new Map<string, { count: number; until: number }>()
  return {
    begin(key, limit, seconds) {
      const now = Date.now()
      const known = tries.get(key)
      const count = known && known.until > now ? known.count : 0
      if (known && count >= limit) return Math.ceil((known.until - now) / 1000)
      tries.delete(key)
      const oldest = tries.keys().next()
      if (tries.size >= mostKeys && !oldest.done) tries.delete(oldest.value)
      tries.set(key, { count: count + 1, until: now + seconds * 1000 })
      return 0
    },
    clear(key) {
      tries.delete(key)
    },
  }
}
