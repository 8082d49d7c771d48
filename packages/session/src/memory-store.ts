import type { SessionRecord, SessionStore, StoredRecord } from './session-store.ts'

/** Options of `memoryStore`. */
export interface MemoryStoreOptions {
  /** Sessions that are kept at most; then those that have expired go, then the one unused for longest. Default: `10000`. */
  maxSessions?: number
  /** The time in milliseconds since 1970. Default: `Date.now`. */
  now?: () => number
}

/**
 * Keeps sessions in the memory of this process: for development, tests, and one process that may forget.
 * @throws {TypeError} when an option is wrong.
 */
export function memoryStore({ maxSessions = 10_000, now = Date.now }: MemoryStoreOptions = {}): SessionStore {
  if (!Number.isInteger(maxSessions) || maxSessions < 1) throw new TypeError('session: maxSessions is a whole number above 0')
  // In the order of use, the one unused for longest first.
  const records = new Map<string, StoredRecord>()
  const owned = new Map<string, Set<string>>()
  let createdSinceSweep = maxSessions

  const put = (id: string, { data, owner, expiresAt }: SessionRecord, version: number): void => {
    drop(id)
    records.set(id, { id, data, owner, expiresAt, version })
    if (owner !== null) owned.set(owner, (owned.get(owner) ?? new Set()).add(id))
  }
  const drop = (id: string): boolean => {
    const owner = records.get(id)?.owner ?? null
    const ids = owner === null ? undefined : owned.get(owner)
    ids?.delete(id)
    if (owner !== null && ids?.size === 0) owned.delete(owner)
    return records.delete(id)
  }
  const sweep = (before: number, limit: number): number => {
    let swept = 0
    for (const [id, { expiresAt }] of records) {
      if (swept === limit) return swept
      if (expiresAt < before && drop(id)) swept++
    }
    return swept
  }
  const makeRoom = (): void => {
    if (records.size < maxSessions) return
    // Not at each turn: a full store of live sessions would be searched for nothing.
    if (createdSinceSweep++ >= maxSessions / 10) {
      createdSinceSweep = 0
      sweep(now(), records.size)
    }
    const [oldest] = records.keys()
    if (records.size >= maxSessions && oldest !== undefined) drop(oldest)
  }

  return {
    synchronous: true,
    create(id, record) {
      if (records.has(id)) return false
      makeRoom()
      put(id, record, 1)
      return true
    },
    load(id) {
      const record = records.get(id)
      if (!record) return null
      records.delete(id)
      records.set(id, record)
      return record
    },
    save(id, record, ifVersion) {
      const before = records.get(id)
      if (!before) return 'gone'
      if (before.version !== ifVersion) return 'conflict'
      put(id, record, ifVersion + 1)
      return 'ok'
    },
    touch(id, expiresAt) {
      const record = records.get(id)
      if (!record) return false
      put(id, { ...record, expiresAt }, record.version)
      return true
    },
    remove(id, ifVersion) {
      const record = records.get(id)
      if (!record) return 'gone'
      if (ifVersion !== undefined && record.version !== ifVersion) return 'conflict'
      drop(id)
      return 'ok'
    },
    listByOwner: (owner) => [...(owned.get(owner) ?? [])].flatMap((id) => records.get(id) ?? []),
    removeByOwner: (owner, exceptId) => [...(owned.get(owner) ?? [])].filter((id) => id !== exceptId && drop(id)).length,
    sweep,
  }
}
