import { RecentMap } from './recent-map.ts'

describe('RecentMap', () => {
  it('forgets what was used least recently', () => {
    const map = new RecentMap<string, number>(3)
    for (const [index, key] of ['a', 'b', 'c'].entries()) map.set(key, index)
    map.get('a')
    map.set('d', 3)
    expect(['a', 'b', 'c', 'd'].map((key) => map.get(key))).toEqual([0, undefined, 2, 3])
  })

  it('holds no more weight than it is told to', () => {
    const map = new RecentMap<number, number>(1000)
    for (let key = 0; key < 10_000; key++) map.set(key, key, 100)
    expect(map.size).toBe(10)
    map.set(1, 1, 2000)
    expect(map.size).toBe(0)
  })

  it('counts a value that is replaced or deleted once', () => {
    const map = new RecentMap<string, number>(10)
    map.set('a', 1, 6)
    map.set('a', 2, 6)
    map.set('b', 3, 4)
    expect([map.get('a'), map.get('b')]).toEqual([2, 3])
    map.delete('a')
    map.delete('a')
    map.set('c', 4, 6)
    expect([map.get('b'), map.get('c')]).toEqual([3, 4])
  })
})
