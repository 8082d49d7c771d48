import type { SessionStore, StoredRecord } from '@gangway/session'
import { scriptsFor, type RedisClient } from './redis-client.ts'
import { createScript, indexScript, listScript, loadScript, removeScript, saveScript, touchScript, unindexScript } from './redis-scripts.ts'

/** Options of `redisStore`. */
export interface RedisStoreOptions {
  /** What the keys begin with. Default: `session:`. */
  prefix?: string
}

/** Keeps sessions in Redis or Valkey, one server or a cluster. Each operation on a session is one script; sessions expire by themselves. */
export function redisStore(client: RedisClient, { prefix = 'session:' }: RedisStoreOptions = {}): SessionStore {
  const script = scriptsFor(client)
  const create = script(createScript)
  const load = script(loadScript)
  const save = script(saveScript)
  const touch = script(touchScript)
  const remove = script(removeScript)
  const index = script(indexScript)
  const unindex = script(unindexScript)
  const list = script(listScript)

  const keyOf = (id: string): string => `${prefix}{${id}}`
  const indexOf = (owner: string): string => `${prefix}owner:{${encodeURIComponent(owner)}}`
  const addTo = async (owner: string | null, id: string, expiresAt: number): Promise<void> => {
    if (owner !== null && owner !== '') await index(indexOf(owner), id, Math.ceil(expiresAt))
  }
  const dropFrom = async (owner: unknown, id: string): Promise<void> => {
    if (typeof owner === 'string' && owner !== '') await unindex(indexOf(owner), id)
  }
  const loadRecord = async (id: string): Promise<StoredRecord | null> => recordOf(id, await load(keyOf(id)))
  const idsOf = async (owner: string): Promise<string[]> => {
    const ids = await list(indexOf(owner))
    return Array.isArray(ids) ? ids.map(String) : []
  }
  const removeOne = async (id: string, ifVersion?: number): Promise<'ok' | 'conflict' | 'gone'> => {
    const [outcome, owner] = pairOf(await remove(keyOf(id), ifVersion ?? ''))
    await dropFrom(owner, id)
    return outcomeOf(outcome)
  }

  return {
    // A session that the index does not have could not be ended by its user: the index comes first.
    async create(id, { data, owner, expiresAt }) {
      await addTo(owner, id, expiresAt)
      if ((await create(keyOf(id), data, owner ?? '', Math.ceil(expiresAt))) !== 1) return false
      await addTo(owner, id, expiresAt)
      return true
    },
    load: loadRecord,
    async save(id, { data, owner, expiresAt }, ifVersion) {
      await addTo(owner, id, expiresAt)
      const [answer, before] = pairOf(await save(keyOf(id), data, owner ?? '', Math.ceil(expiresAt), ifVersion))
      const outcome = outcomeOf(answer)
      if (outcome === 'gone') await dropFrom(owner, id)
      if (outcome === 'ok' && before !== (owner ?? '')) {
        // Who read the list before the session was this user's has dropped it.
        await addTo(owner, id, expiresAt)
        await dropFrom(before, id)
      }
      return outcome
    },
    async touch(id, expiresAt) {
      const owner = await touch(keyOf(id), Math.ceil(expiresAt))
      if (typeof owner !== 'string') return false
      await addTo(owner, id, expiresAt)
      return true
    },
    remove: removeOne,
    async listByOwner(owner) {
      const records: StoredRecord[] = []
      for (const id of await idsOf(owner)) {
        const record = await loadRecord(id)
        if (record?.owner === owner) records.push(record)
        else await dropFrom(owner, id)
      }
      return records
    },
    async removeByOwner(owner, exceptId) {
      let removed = 0
      for (const id of await idsOf(owner)) {
        if (id === exceptId || (await loadRecord(id))?.owner !== owner) continue
        if ((await removeOne(id)) === 'ok') removed++
      }
      return removed
    },
    sweep: () => 0,
  }
}

function recordOf(id: string, answer: unknown): StoredRecord | null {
  if (!Array.isArray(answer)) return null
  const [data, owner, expiresAt, version]: unknown[] = answer
  if (typeof data !== 'string') return null
  return { id, data, owner: owner === '' ? null : String(owner), expiresAt: Number(expiresAt), version: Number(version) }
}

function pairOf(answer: unknown): readonly unknown[] {
  return Array.isArray(answer) ? answer : []
}

function outcomeOf(answer: unknown): 'ok' | 'conflict' | 'gone' {
  if (answer === 'ok' || answer === 'conflict' || answer === 'gone') return answer
  throw new TypeError(`session-redis: the server answered ${JSON.stringify(answer)}`)
}
