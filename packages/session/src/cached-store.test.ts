import { sessionStoreConformance } from '@gangway/conformance'
import { cachedStore } from './cached-store.ts'
import { memoryStore } from './memory-store.ts'
import type { SessionStore } from './session-store.ts'

sessionStoreConformance('cachedStore', () => ({ store: cachedStore(memoryStore()), close() {} }), { processes: false })

const record = { data: 'first', owner: 'ann', expiresAt: Date.now() + 60_000 }

function later(store: SessionStore): SessionStore {
  const wait = () => new Promise((resolve) => setImmediate(resolve))
  return {
    ...store,
    synchronous: false,
    async load(id) {
      const loaded = await store.load(id)
      await wait()
      return loaded
    },
  }
}

describe('cachedStore', () => {
  it('asks the store once, until the record is too old', async () => {
    const back = memoryStore()
    let [loads, time] = [0, 0]
    const counting: SessionStore = { ...back, load: (id) => (loads++, back.load(id)) }
    const store = cachedStore(counting, { maxAge: 5, now: () => time })
    await store.create('a', record)
    for (let read = 0; read < 3; read++) await store.load('a')
    expect(loads).toBe(1)
    time = 5000
    await store.load('a')
    expect(loads).toBe(2)
  })

  it('decides writes in the store, whatever it remembers', async () => {
    const back = memoryStore()
    const store = cachedStore(back)
    await store.create('a', record)
    await store.load('a')
    await back.save('a', { ...record, data: 'second' }, 1)
    expect(await store.save('a', { ...record, data: 'third' }, 1)).toBe('conflict')
    expect(await store.load('a')).toMatchObject({ data: 'second', version: 2 })
    await back.remove('a')
    expect(await store.touch('a', record.expiresAt)).toBe(false)
    expect(await store.load('a')).toBeNull()
  })

  it('does not remember an answer that a write overtook', async () => {
    const back = memoryStore()
    const store = cachedStore(later(back))
    await store.create('a', record)
    const slow = store.load('a')
    await store.remove('a')
    await slow
    expect(await store.load('a')).toBeNull()
  })

  it('forgets the sessions of a user that are removed together', async () => {
    const store = cachedStore(memoryStore())
    for (const id of ['a', 'b']) {
      await store.create(id, record)
      await store.load(id)
    }
    expect(await store.removeByOwner('ann', 'b')).toBe(1)
    expect(await store.load('a')).toBeNull()
    expect(await store.load('b')).not.toBeNull()
  })

  it('does not remember that there is no record', async () => {
    const back = memoryStore()
    const store = cachedStore(back)
    expect(await store.load('a')).toBeNull()
    await back.create('a', record)
    expect(await store.load('a')).toMatchObject({ data: 'first' })
  })

  it.each([{ maxAge: 0 }, { size: -1 }, { maxAge: Number.NaN }])('refuses %p', (options) => {
    expect(() => cachedStore(memoryStore(), options)).toThrow('maxAge and size are numbers above 0')
  })
})
