import { sessionStoreConformance } from '@gangway/conformance'
import { memoryStore } from './memory-store.ts'

sessionStoreConformance('memoryStore', () => ({ store: memoryStore(), close() {} }), { processes: false })

describe('memoryStore', () => {
  const record = (expiresAt: number) => ({ data: '', owner: 'ann', expiresAt })

  it('forgets the session unused for longest when it has too many', () => {
    const store = memoryStore({ maxSessions: 3 })
    for (const id of ['a', 'b', 'c']) void store.create(id, record(Date.now() + 1000))
    void store.load('a')
    void store.create('d', record(Date.now() + 1000))
    expect(['a', 'b', 'c', 'd'].map((id) => store.load(id) !== null)).toEqual([true, false, true, true])
    expect(store.removeByOwner('ann')).toBe(3)
  })

  it('forgets those that have expired first', () => {
    const store = memoryStore({ maxSessions: 3, now: () => 2000 })
    for (const [id, expiresAt] of [
      ['a', 3000],
      ['b', 1000],
      ['c', 3000],
    ] as const)
      void store.create(id, record(expiresAt))
    void store.create('d', record(3000))
    expect(['a', 'b', 'c', 'd'].map((id) => store.load(id) !== null)).toEqual([true, false, true, true])
  })

  it('holds no more than it is told to, however many come', () => {
    const store = memoryStore({ maxSessions: 100 })
    for (let number = 0; number < 1000; number++)
      void store.create(`id${number}`, { data: '', owner: `user${number}`, expiresAt: Date.now() + 1000 })
    const left = Array.from({ length: 1000 }, (_, number) => store.load(`id${number}`)).filter(Boolean)
    expect(left).toHaveLength(100)
    expect(store.listByOwner('user0')).toEqual([])
  })

  it.each([0, -1, 1.5, Number.NaN])('refuses a maximum of %p', (maxSessions) => {
    expect(() => memoryStore({ maxSessions })).toThrow('maxSessions is a whole number above 0')
  })
})
