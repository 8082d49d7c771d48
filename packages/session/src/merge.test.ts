import fc from 'fast-check'
import type { Json } from './json.ts'
import { rebase, withChanges, type Changes } from './merge.ts'

const map = (values: { readonly [key: string]: Json }): Map<string, Json> => new Map(Object.entries(values))
const changes = (values: { readonly [key: string]: Json | undefined }): Changes => new Map(Object.entries(values))

describe('rebase', () => {
  test.each<[string, Changes, Map<string, Json>, Map<string, Json>, Map<string, Json>]>([
    ['keys that only one side changed', changes({ a: 2 }), map({ a: 1, b: 1 }), map({ a: 1, b: 2 }), map({ a: 2, b: 2 })],
    ['a key that only this side deleted', changes({ a: undefined }), map({ a: 1 }), map({ a: 1, b: 2 }), map({ b: 2 })],
    ['a key that only the other side deleted', changes({ b: 2 }), map({ a: 1 }), map({}), map({ b: 2 })],
    ['keys that each side added', changes({ a: 1 }), map({}), map({ b: 2 }), map({ b: 2, a: 1 })],
    ['the same change on both sides', changes({ a: [1] }), map({}), map({ a: [1] }), map({ a: [1] })],
    ['a key that both deleted', changes({ a: undefined }), map({ a: 1 }), map({}), map({})],
  ])('merges %s without asking', (_, mine, base, theirs, expected) => {
    const fail = () => {
      throw new Error('asked')
    }
    expect(withChanges(theirs, rebase(mine, base, theirs, fail))).toEqual(expected)
  })

  it('asks the policy for a key that both changed', () => {
    const [base, theirs] = [map({ n: { $n: '1' } }), map({ n: { $n: '5' } })]
    const mine = changes({ n: { $n: '3' } })
    expect(rebase(mine, base, theirs, 'mine').get('n')).toEqual({ $n: '3' })
    expect(rebase(mine, base, theirs, 'theirs').get('n')).toEqual({ $n: '5' })
    expect(() => rebase(mine, base, theirs, 'error')).toThrow('session: two requests changed "n" at once')
    expect(rebase(mine, base, theirs, (conflict) => Object.values(conflict).map(String).join()).get('n')).toBe('n,1,3,5')
    expect(rebase(mine, base, theirs, () => undefined)).toEqual(changes({ n: undefined }))
  })

  it('asks where one side deleted what the other changed', () => {
    expect(rebase(changes({ a: undefined }), map({ a: 1 }), map({ a: 2 }), 'theirs').get('a')).toBe(2)
    expect(rebase(changes({ a: 2 }), map({ a: 1 }), map({}), 'theirs')).toEqual(changes({ a: undefined }))
  })

  it('loses no key that only one side touched, whatever they do', () => {
    const keys = ['a', 'b', 'c', 'd', 'e']
    const data = fc.dictionary(fc.constantFrom(...keys), fc.integer({ min: 0, max: 2 }))
    const edit = fc.dictionary(fc.constantFrom(...keys), fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined }))
    const isRight = (
      start: { readonly [key: string]: Json },
      one: { readonly [key: string]: Json | undefined },
      two: typeof one,
    ): boolean => {
      const base = map(start)
      const theirs = withChanges(base, changes(two))
      const merged = withChanges(theirs, rebase(changes(one), base, theirs, 'mine'))
      const expected = (key: string) => (key in one && (one[key] !== base.get(key) || !(key in two)) ? one[key] : theirs.get(key))
      return keys.every((key) => merged.get(key) === expected(key) || (one[key] === base.get(key) && merged.get(key) === one[key]))
    }
    expect(() => fc.assert(fc.property(data, edit, edit, isRight))).not.toThrow()
  })
})
