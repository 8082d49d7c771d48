import { memoryLogouts, storedLogouts, type LogoutStore, type LogoutStoreRecord } from './logout-list.ts'

const until = 2_000_000_000_000
let time = 1_800_000_000_000
const now = (): number => time

function storeOf(records: Map<string, LogoutStoreRecord & { version: number }>): LogoutStore {
  return {
    create: (id, record) => !records.has(id) && Boolean(records.set(id, { ...record, version: 1 })),
    load: async (id) => records.get(id) ?? null,
    save(id, record, ifVersion) {
      const before = records.get(id)
      if (!before) return 'gone'
      if (before.version !== ifVersion) return 'conflict'
      records.set(id, { ...record, version: ifVersion + 1 })
      return 'ok'
    },
  }
}

describe.each([
  ['memoryLogouts', () => memoryLogouts(now)],
  ['storedLogouts', () => storedLogouts(storeOf(new Map()), now)],
])('%s', (_, make) => {
  it('knows what was noted last', async () => {
    const logouts = make()
    expect(await logouts.find('a')).toBeNull()
    await logouts.add('a', 1, until)
    await logouts.add('a', 2, until)
    expect(await logouts.find('a')).toBe(2)
    expect(await logouts.find('b')).toBeNull()
  })

  it('forgets what may be forgotten', async () => {
    const logouts = make()
    await logouts.add('a', 1, time + 10)
    time += 10
    expect(await logouts.find('a')).toBeNull()
  })
})

describe('memoryLogouts', () => {
  it('holds ten thousand at most, and forgets the oldest', () => {
    const logouts = memoryLogouts(now)
    for (let index = 0; index < 10_005; index++) void logouts.add(String(index), index, until)
    expect([logouts.find('4'), logouts.find('5'), logouts.find('10004')]).toEqual([null, 5, 10_004])
  })
})

describe('storedLogouts', () => {
  it('notes anew what had just expired', async () => {
    const records = new Map<string, LogoutStoreRecord & { version: number }>()
    const store = storeOf(records)
    const logouts = storedLogouts({ ...store, load: () => (records.clear(), null) }, now)
    await logouts.add('a', 1, until)
    await logouts.add('a', 2, until)
    expect([...records.values()].map(({ data }) => data)).toEqual(['2'])
  })
})
