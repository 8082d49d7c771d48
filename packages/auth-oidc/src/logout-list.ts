import type { Awaitable } from './awaitable.ts'

/** What providers have ended, for those who ended it are not there when the session is used the next time. */
export interface LogoutList {
  /** Notes a time, in seconds since 1970, under a key; `until`, in milliseconds since 1970, is when it may be forgotten. */
  add(key: string, time: number, until: number): Awaitable<void>
  /** The time that was noted last, or null. */
  find(key: string): Awaitable<number | null>
}

const most = 10_000

/** A list that only this process knows. */
export function memoryLogouts(now: () => number = Date.now): LogoutList {
  const entries = new Map<string, { time: number; until: number }>()
  return {
    add(key, time, until) {
      entries.delete(key)
      entries.set(key, { time, until })
      for (const [other, entry] of entries) {
        if (entries.size <= most && entry.until > now()) break
        entries.delete(other)
      }
    },
    find(key) {
      const entry = entries.get(key)
      return entry && entry.until > now() ? entry.time : null
    },
  }
}

/** What is used of a store for sessions: those of `@gangway/session` have it. */
export interface LogoutStore {
  create(id: string, record: LogoutStoreRecord): Awaitable<boolean>
  load(id: string): Awaitable<(LogoutStoreRecord & { readonly version: number }) | null>
  save(id: string, record: LogoutStoreRecord, ifVersion: number): Awaitable<'ok' | 'gone' | 'conflict'>
}

/** A record of such a store. */
export interface LogoutStoreRecord {
  readonly data: string
  readonly owner: string | null
  readonly expiresAt: number
}

/** A list in a store for sessions, for several processes. */
export function storedLogouts(store: LogoutStore, now: () => number = Date.now): LogoutList {
  return {
    async add(key, time, until) {
      const record = { data: String(time), owner: null, expiresAt: until }
      const id = `oidc-logout.${key}`
      if (await store.create(id, record)) return
      const before = await store.load(id)
      // A conflict is another logout of this moment, and a record that is gone one that had just expired.
      const saved = before ? await store.save(id, record, before.version) : 'gone'
      if (saved === 'gone') await store.create(id, record)
    },
    async find(key) {
      const record = await store.load(`oidc-logout.${key}`)
      return record && record.expiresAt > now() ? Number(record.data) : null
    },
  }
}
