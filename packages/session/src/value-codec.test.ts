import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { decodeValue, encodeValue, SessionDataError } from './value-codec.ts'
import type { Json } from './json.ts'

function throughText(value: unknown): unknown {
  return decodeValue(JSON.parse(JSON.stringify(encodeValue(value, 'it'))))
}

class Point {
  x = 1
}

function nested(depth: number): unknown {
  return depth === 0 ? 1 : [nested(depth - 1)]
}

const cycle: { list: unknown[] } = { list: [] }
cycle.list.push({ cycle })

describe('encodeValue and decodeValue', () => {
  test.each<[string, unknown, Json]>([
    ['a text', 'a "text" ä\0', 'a "text" ä\0'],
    ['a number', -1.5, -1.5],
    ['null', null, null],
    ['a boolean', false, false],
    ['a list', [1, [2]], [1, [2]]],
    ['an object', { a: { b: 1 } }, { a: { b: 1 } }],
    ['undefined', undefined, { $u: 0 }],
    ['undefined in a list', [undefined], [{ $u: 0 }]],
    ['undefined in an object', { a: undefined }, { a: { $u: 0 } }],
    ['a date', new Date(86_400_000), { $d: 86_400_000 }],
    ['an invalid date', new Date(Number.NaN), { $d: null }],
    [
      'a map',
      new Map<unknown, unknown>([
        ['a', new Date(1)],
        [{ b: 2 }, 3n],
      ]),
      { $m: ['a', { $d: 1 }, { b: 2 }, { $n: '3' }] },
    ],
    ['a set', new Set([1, 'a', new Set()]), { $s: [1, 'a', { $s: [] }] }],
    ['a large integer', -(10n ** 30n), { $n: '-1000000000000000000000000000000' }],
    ['NaN', Number.NaN, { $f: 'NaN' }],
    ['infinity', -Infinity, { $f: '-Infinity' }],
    ['negative zero', -0, { $f: '-0' }],
    ['what looks like a tag', { $d: 1 }, { $o: { $d: 1 } }],
    ['what looks like an escaped tag', { $o: { $d: 1 } }, { $o: { $o: { $o: { $d: 1 } } } }],
    ['names that begin with $', { $d: 1, $m: 2 }, { $d: 1, $m: 2 }],
  ])('keeps %s', (_, value, json) => {
    expect(encodeValue(value, 'it')).toEqual(json)
    expect(isDeepStrictEqual(throughText(value), value)).toBe(true)
  })

  it('keeps any data of these kinds', () => {
    const data = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withNullPrototype: false, maxDepth: 4 })
    fc.assert(
      fc.property(data, (value) => {
        expect(isDeepStrictEqual(throughText(value), value)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('keeps properties with the names of the prototype, and changes no prototype', () => {
    const value: unknown = JSON.parse('{"__proto__":{"admin":true},"constructor":1,"toString":2}')
    const copy: unknown = throughText(value)
    expect(Object.keys(Object(copy))).toEqual(['__proto__', 'constructor', 'toString'])
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype)
    expect(Reflect.get({}, 'admin')).toBeUndefined()
  })

  it('keeps an object without a prototype as an ordinary one', () => {
    expect(throughText(Object.assign(Object.create(null), { a: 1 }))).toStrictEqual({ a: 1 })
  })

  it('fills holes with undefined', () => {
    const list: unknown[] = []
    list[1] = 1
    expect(throughText(list)).toStrictEqual([undefined, 1])
  })

  it.each([
    ['a function', { items: [1, { f: () => {} }] }, 'cart.items[1].f, a function'],
    ['a symbol', [Symbol('s')], 'cart[0], a symbol'],
    ['an object of a class', { at: new Point() }, 'cart.at, an object of a class'],
    ['a URL', new Map([['link', new URL('http://a/')]]), 'cart[1], a URL; keep what it is made of instead'],
    ['a regular expression', [/a/], 'cart[0], a RegExp'],
    ['bytes', { b: new Uint8Array(1) }, 'cart.b, a Uint8Array'],
    ['an object with a symbol', { [Symbol('s')]: 1 }, 'cart, an object of a class or with symbols'],
    ['a promise', [Promise.resolve()], 'cart[0], a Promise'],
    ['a cycle', cycle, 'cart.list[0].cycle, which contains itself'],
    ['a nest without end', nested(101), 'which is nested more than 100 deep'],
  ])('says the path of %s', (_, value, path) => {
    expect(() => encodeValue(value, 'cart')).toThrow(SessionDataError)
    expect(() => encodeValue(value, 'cart')).toThrow(path)
  })

  it('keeps an object twice that is there twice', () => {
    const shared = { a: 1 }
    expect(throughText([shared, shared])).toStrictEqual([{ a: 1 }, { a: 1 }])
  })

  it.each<Json>([{ $d: 'x' }, { $n: '1.5' }, { $u: 1 }, { $f: '7' }, { $m: 1 }, { $s: {} }, { $o: 1 }, { $x: 1 }])(
    'leaves %p as it is',
    (json) => {
      expect(decodeValue(json)).toEqual(json)
    },
  )
})
