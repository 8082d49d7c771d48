import { andThen, type Awaitable } from './awaitable.ts'
import { RecentMap } from './recent-map.ts'
import type { SessionStore, StoredRecord } from './session-store.ts'

/** Options of `cachedStore`. */
export interface CachedStoreOptions {
  /** Seconds for which a record is taken from memory; for so long may this process not see that another one ended or changed a session. Default: `5`. */
  maxAge?: number
  /** Bytes of records that are remembered at most. Default: `16777216`. */
  size?: number
  /** The time in milliseconds since 1970. Default: `Date.now`. */
  now?: () => number
}

interface Cached {
  readonly record: StoredRecord
  readonly until: number
}

/**
 * A store with memory in front of it. Reads are answered from memory for a while; every write goes to the store and is decided there, so
 * nothing is lost or brought back.
 * @throws {TypeError} when an option is wrong.
 */
export function cachedStore(store: SessionStore, { maxAge = 5, size = 16_777_216, now = Date.now }: CachedStoreOptions = {}): SessionStore {
  if (!(maxAge > 0) || !(size > 0)) throw new TypeError('session: maxAge and size are numbers above 0')
  const cache = new RecentMap<string, Cached>(size)
  // Counts what went to the store, so that an answer under way does not put back what changed since it was asked for.
  let writes = 0

  const put = (record: StoredRecord): void => cache.set(record.id, { record, until: now() + maxAge * 1000 }, record.data.length + 200)
  const forget = (id: string): void => {
    writes++
    cache.delete(id)
  }
  const write = <Answer>(id: string, ask: () => Awaitable<Answer>): Awaitable<Answer> => {
    forget(id)
    return andThen(ask(), (answer) => {
      forget(id)
      return answer
    })
  }

  return {
    synchronous: store.synchronous === true,
    create: (id, record) => store.create(id, record),
    load(id) {
      const cached = cache.get(id)
      if (cached && cached.until > now()) return cached.record
      const before = writes
      return andThen(store.load(id), (record) => {
        if (record && before === writes) put(record)
        return record
      })
    },
    save(id, record, ifVersion) {
      return andThen(
        write(id, () => store.save(id, record, ifVersion)),
        (answer) => {
          if (answer === 'ok') put({ ...record, id, version: ifVersion + 1 })
          return answer
        },
      )
    },
    touch: (id, expiresAt) => write(id, () => store.touch(id, expiresAt)),
    remove: (id, ifVersion) => write(id, () => store.remove(id, ifVersion)),
    listByOwner: (owner) => store.listByOwner(owner),
    removeByOwner: (owner, exceptId) =>
      andThen(store.listByOwner(owner), (records) => {
        for (const { id } of records) if (id !== exceptId) forget(id)
        return andThen(store.removeByOwner(owner, exceptId), (removed) => {
          for (const { id } of records) if (id !== exceptId) forget(id)
          return removed
        })
      }),
    sweep: (before, limit) => store.sweep(before, limit),
  }
}
