import { deepEqual, equal, ok } from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { SessionRecord, SessionStore, StoredRecord } from '@gangway/session'
import type { SessionStoreCase } from './session-store-case.ts'

const hour = 3_600_000

function recordWith(changes: Partial<SessionRecord> = {}): SessionRecord {
  return { data: '{"a":1}', owner: null, expiresAt: Date.now() + hour, ...changes }
}

async function ownedIds(store: SessionStore, owner: string): Promise<string[]> {
  return (await store.listByOwner(owner)).map(({ id }) => id).toSorted()
}

/** What each method of a store must do by itself. */
export const sessionStoreContract: readonly SessionStoreCase[] = [
  {
    name: 'create inserts a record with version 1, and load returns it',
    async run(store) {
      const [id, record] = [randomUUID(), recordWith({ owner: randomUUID() })]
      equal(await store.create(id, record), true)
      deepEqual({ ...(await store.load(id)) }, { id, ...record, version: 1 } satisfies StoredRecord)
    },
  },
  {
    name: 'create does not replace a record',
    async run(store) {
      const [id, record] = [randomUUID(), recordWith()]
      await store.create(id, record)
      equal(await store.create(id, recordWith({ data: 'other' })), false)
      equal((await store.load(id))?.data, record.data)
    },
  },
  {
    name: 'of concurrent creates of one id one succeeds',
    async run(store) {
      const id = randomUUID()
      const created = await Promise.all(
        Array.from({ length: 10 }, async (_, index) => await store.create(id, recordWith({ data: String(index) }))),
      )
      equal(created.filter(Boolean).length, 1)
      equal((await store.load(id))?.data, String(created.indexOf(true)))
    },
  },
  {
    name: 'load of an unknown id returns null',
    async run(store) {
      for (const id of [randomUUID(), '', '__proto__', 'constructor', "'; DROP TABLE sessions; --", '*']) equal(await store.load(id), null)
    },
  },
  {
    name: 'keeps any text as data, a large one too',
    async run(store) {
      for (const data of ['', 'ä€𝄞 \u2028 "\\\n', "'; --", 'x'.repeat(300_000)]) {
        const id = randomUUID()
        await store.create(id, recordWith({ data }))
        equal((await store.load(id))?.data, data)
      }
    },
  },
  {
    name: 'save replaces a record that still has the version, and raises it',
    async run(store) {
      const id = randomUUID()
      await store.create(id, recordWith())
      const record = recordWith({ data: '{"b":2}', owner: randomUUID(), expiresAt: Date.now() + 2 * hour })
      equal(await store.save(id, record, 1), 'ok')
      deepEqual({ ...(await store.load(id)) }, { id, ...record, version: 2 } satisfies StoredRecord)
      equal(await store.save(id, recordWith(), 2), 'ok')
      equal((await store.load(id))?.version, 3)
    },
  },
  {
    name: 'save says conflict for another version, and changes nothing (S2)',
    async run(store) {
      const id = randomUUID()
      await store.create(id, recordWith())
      await store.save(id, recordWith({ data: 'second' }), 1)
      equal(await store.save(id, recordWith({ data: 'late' }), 1), 'conflict')
      equal(await store.save(id, recordWith({ data: 'early' }), 3), 'conflict')
      deepEqual([(await store.load(id))?.data, (await store.load(id))?.version], ['second', 2])
    },
  },
  {
    name: 'of concurrent saves of one version one succeeds (S2)',
    async run(store) {
      const id = randomUUID()
      await store.create(id, recordWith())
      const saved = await Promise.all(
        Array.from({ length: 10 }, async (_, index) => await store.save(id, recordWith({ data: String(index) }), 1)),
      )
      equal(saved.filter((outcome) => outcome === 'ok').length, 1)
      equal(saved.filter((outcome) => outcome === 'conflict').length, 9)
      equal((await store.load(id))?.data, String(saved.indexOf('ok')))
    },
  },
  {
    name: 'save says gone for a removed or unknown record, and never inserts (S1)',
    async run(store) {
      const id = randomUUID()
      equal(await store.save(id, recordWith(), 1), 'gone')
      await store.create(id, recordWith())
      equal(await store.remove(id), 'ok')
      equal(await store.save(id, recordWith({ owner: 'someone' }), 1), 'gone')
      equal(await store.load(id), null)
      equal((await ownedIds(store, 'someone')).includes(id), false)
    },
  },
  {
    name: 'touch moves the expiry, and neither data nor version (S3)',
    async run(store) {
      const [id, record] = [randomUUID(), recordWith({ owner: randomUUID() })]
      await store.create(id, record)
      const expiresAt = record.expiresAt + hour
      equal(await store.touch(id, expiresAt), true)
      deepEqual({ ...(await store.load(id)) }, { id, ...record, expiresAt, version: 1 } satisfies StoredRecord)
      equal(await store.save(id, record, 1), 'ok')
    },
  },
  {
    name: 'touch of a removed or unknown record returns false, and never inserts (S3)',
    async run(store) {
      const id = randomUUID()
      equal(await store.touch(id, Date.now() + hour), false)
      await store.create(id, recordWith())
      await store.remove(id)
      equal(await store.touch(id, Date.now() + hour), false)
      equal(await store.load(id), null)
    },
  },
  {
    name: 'a touch does not bring back what was saved before another save (S3)',
    async run(store) {
      const id = randomUUID()
      await store.create(id, recordWith({ data: 'old' }))
      await store.save(id, recordWith({ data: 'new' }), 1)
      await store.touch(id, Date.now() + 2 * hour)
      equal((await store.load(id))?.data, 'new')
    },
  },
  {
    name: 'remove removes, once',
    async run(store) {
      const id = randomUUID()
      await store.create(id, recordWith())
      deepEqual([await store.remove(id), await store.load(id), await store.remove(id)], ['ok', null, 'gone'])
    },
  },
  {
    name: 'remove of a version says conflict where the record has another one',
    async run(store) {
      const id = randomUUID()
      await store.create(id, recordWith())
      await store.save(id, recordWith(), 1)
      equal(await store.remove(id, 1), 'conflict')
      ok(await store.load(id))
      deepEqual([await store.remove(id, 2), await store.remove(id, 2), await store.load(id)], ['ok', 'gone', null])
    },
  },
  {
    name: 'an id may be used again after its record was removed',
    async run(store) {
      const id = randomUUID()
      await store.create(id, recordWith())
      await store.remove(id)
      equal(await store.create(id, recordWith({ data: 'again' })), true)
      deepEqual([(await store.load(id))?.data, (await store.load(id))?.version], ['again', 1])
    },
  },
  {
    name: 'listByOwner returns the records of a user, whoever they were created for',
    async run(store) {
      const [owner, other, one, two, three] = [randomUUID(), `${randomUUID()} {ä}:*'"`, randomUUID(), randomUUID(), randomUUID()]
      await store.create(one, recordWith({ owner }))
      await store.create(two, recordWith())
      await store.save(two, recordWith({ owner, data: 'two' }), 1)
      await store.create(three, recordWith({ owner }))
      await store.save(three, recordWith({ owner: other }), 1)
      deepEqual(await ownedIds(store, owner), [one, two].toSorted())
      deepEqual(await ownedIds(store, other), [three])
      equal((await store.listByOwner(owner)).find(({ id }) => id === two)?.data, 'two')
      await store.remove(one)
      deepEqual(await ownedIds(store, owner), [two])
      deepEqual(await store.listByOwner(randomUUID()), [])
    },
  },
  {
    name: 'removeByOwner removes the records of a user but one, and of nobody else',
    async run(store) {
      const [owner, other] = [randomUUID(), randomUUID()]
      const ids = [randomUUID(), randomUUID(), randomUUID()]
      for (const id of ids) await store.create(id, recordWith({ owner }))
      const theirs = randomUUID()
      await store.create(theirs, recordWith({ owner: other }))
      equal(await store.removeByOwner(owner, ids[1]), 2)
      deepEqual([await ownedIds(store, owner), await ownedIds(store, other)], [[ids[1]], [theirs]])
      deepEqual([await store.removeByOwner(owner), await store.removeByOwner(owner)], [1, 0])
      equal(await store.load(ids[1] ?? ''), null)
    },
  },
  {
    name: 'sweep removes what has expired, and nothing else',
    async run(store) {
      const [past, future] = [randomUUID(), randomUUID()]
      await store.create(past, recordWith({ expiresAt: Date.now() - 1000 }))
      await store.create(future, recordWith())
      for (let swept = 1; swept > 0;) swept = await store.sweep(Date.now(), 1)
      equal(await store.load(past), null)
      ok(await store.load(future))
    },
  },
  {
    name: 'an expiry between two milliseconds is no earlier than it was given, and no error',
    async run(store) {
      const [id, expiresAt] = [randomUUID(), Date.now() + hour + 0.5]
      const reached = async (least: number): Promise<void> => {
        const found = (await store.load(id))?.expiresAt ?? 0
        ok(found >= least && found < least + 1)
      }
      equal(await store.create(id, recordWith({ expiresAt })), true)
      await reached(expiresAt)
      equal(await store.save(id, recordWith({ expiresAt: expiresAt + 10 }), 1), 'ok')
      await reached(expiresAt + 10)
      equal(await store.touch(id, expiresAt + 20), true)
      await reached(expiresAt + 20)
      ok((await store.sweep(Date.now() + 0.5, 1000)) >= 0)
    },
  },
  {
    name: 'a record that was touched or saved lives on after its first expiry',
    async run(store) {
      const [touched, saved] = [randomUUID(), randomUUID()]
      for (const id of [touched, saved]) await store.create(id, recordWith({ expiresAt: Date.now() + 300 }))
      await store.touch(touched, Date.now() + hour)
      await store.save(saved, recordWith(), 1)
      await new Promise((resolve) => setTimeout(resolve, 350))
      await store.sweep(Date.now(), 1000)
      ok(await store.load(touched))
      ok(await store.load(saved))
    },
  },
]
