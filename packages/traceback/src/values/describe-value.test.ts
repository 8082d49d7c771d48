import { inspect } from 'node:util'
import { runInNewContext } from 'node:vm'
import { describeValue } from './describe-value.ts'
import { Allowance } from './limits.ts'
import { writeValue } from './write-value.ts'

const written = (value: unknown): string => writeValue(describeValue(value, new Allowance()), 400)

class Page {
  #secret = 1
  title = 'Home'
  get size(): number {
    throw new Error(`a getter ran ${this.#secret}`)
  }
}

const circular: Record<string, unknown> = { name: 'ring' }
circular.self = circular

describe('describeValue (T2)', () => {
  it.each<[string, unknown, string]>([
    ['a string', "it's\n", "'it\\'s\\n'"],
    ['a number', 42, '42'],
    ['minus zero', -0, '-0'],
    ['NaN', Number.NaN, 'NaN'],
    ['a bigint', 10n, '10n'],
    ['a symbol', Symbol('x'), 'Symbol(x)'],
    ['undefined', undefined, 'undefined'],
    ['null', null, 'null'],
    ['an object', { a: 1, 'b-c': [true] }, "{ a: 1, 'b-c': [true] }"],
    ['an empty object', {}, '{}'],
    ['an object without prototype', Object.assign(Object.create(null), { a: 1 }), 'Object(null) { a: 1 }'],
    ['an instance', new Page(), "Page { title: 'Home' }"],
    ['a cycle', circular, "{ name: 'ring', self: [circular] }"],
    ['an array with holes', Object.assign([], { length: 3, 0: 1, 2: 3 }), '[1, [empty], 3]'],
    [
      'a Map',
      new Map<unknown, unknown>([
        ['a', { b: 1 }],
        [Symbol('s'), 2],
      ]),
      "Map(2) { a: { b: 1 }, 'Symbol(s)': 2 }",
    ],
    ['a Set', new Set([1, 'x']), "Set(2) [1, 'x']"],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['a date that is none', new Date(Number.NaN), 'Invalid Date'],
    ['a pattern', /a\/b/giu, '/a\\/b/giu'],
    ['bytes', new Uint8Array([1, 2]), 'Uint8Array(2) [1, 2]'],
    ['a buffer', new ArrayBuffer(8), 'ArrayBuffer(8)'],
    ['shared memory', new SharedArrayBuffer(8), 'SharedArrayBuffer(shared)'],
    ['a function', written, 'function written'],
    ['a class', Page, 'class Page'],
    ['a promise', Promise.resolve(1), 'Promise {}'],
    ['an error', Object.assign(new TypeError('no'), { code: 'E' }), "TypeError: no { code: 'E' }"],
    ['a boxed number', new Number(1), 'Number {}'],
    ['a weak map', new WeakMap(), 'WeakMap {}'],
  ])('writes %s', (_, value, expected) => {
    expect(written(value)).toBe(expected)
  })

  it('runs no getter, and says so', () => {
    const value = {
      get x() {
        throw new Error('ran')
      },
      y: 1,
    }
    expect(written(value)).toBe('{ x: [getter, not run], y: 1 }')
  })

  it('touches no proxy, nor one that is among the prototypes', () => {
    const touched: string[] = []
    const handler: ProxyHandler<object> = new Proxy({}, { get: (_, trap) => (touched.push(String(trap)), undefined) })
    const proxy = new Proxy({}, handler)
    const revoked = Proxy.revocable({}, {})
    revoked.revoke()
    const heir = Object.setPrototypeOf({ own: 1 }, new Proxy({}, { getOwnPropertyDescriptor: () => (touched.push('heir'), undefined) }))
    expect([proxy, revoked.proxy, new Proxy(() => {}, handler), { proxy }].map(written)).toEqual([
      'Proxy',
      'Proxy',
      'Proxy',
      '{ proxy: Proxy }',
    ])
    expect(written(heir)).toBe('{ own: 1 }')
    expect(touched).toEqual([])
  })

  it('calls nothing that an object or an application brings along', () => {
    const ran: string[] = []
    const trap = (name: string) => () => {
      ran.push(name)
      throw new Error(name)
    }
    class Hostile {
      static [Symbol.hasInstance] = trap('hasInstance')
      toString = trap('toString')
      toJSON = trap('toJSON');
      [Symbol.toPrimitive] = trap('toPrimitive');
      [Symbol.iterator] = trap('iterator');
      [inspect.custom] = trap('inspect')
      get [Symbol.toStringTag]() {
        return trap('tag')()
      }
    }
    const hostile = Object.defineProperty(new Hostile(), 'constructor', { get: trap('constructor') })
    const map = Object.assign(new Map([[1, 2]]), { entries: trap('entries'), [Symbol.iterator]: trap('iterator') })
    Object.defineProperty(map, 'size', { get: trap('size') })
    const pattern = Object.defineProperty(/x/g, 'flags', { get: trap('flags') })
    Object.defineProperty(pattern, 'global', { get: trap('global') })
    const iterators = Reflect.getPrototypeOf(new Map().entries()) ?? {}
    const next: unknown = Reflect.get(iterators, 'next')
    Reflect.set(iterators, 'next', trap('next'))
    try {
      expect(written(hostile)).toContain('toString: function')
      expect(written(map)).toBe('Map(1) { 1: 2 }')
      expect(written(pattern)).toBe('/x/g')
    } finally {
      Reflect.set(iterators, 'next', next)
    }
    expect(ran).toEqual([])
  })

  it('knows what is of another realm', () => {
    expect(written(runInNewContext('[new Map([[1, new Error("far")]]), new Date(0)]'))).toBe(
      '[Map(1) { 1: Error: far {} }, 1970-01-01T00:00:00.000Z]',
    )
  })

  it('is done with 10 million elements, 100 MB of text and a bigint of a million digits in no time', () => {
    const values = [
      Array.from(new Uint8Array(10_000_000)),
      'x'.repeat(100_000_000),
      2n ** 3_000_000n,
      new Uint8Array(50_000_000),
      new Set(Array.from({ length: 100_000 }, (_, i) => i)),
    ]
    const started = performance.now()
    const texts = values.map(written)
    expect(performance.now() - started).toBeLessThan(10_000)
    expect(texts[0]).toBe('[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9999990 more]')
    expect(texts[1]).toBe(`'${'x'.repeat(200)}' and 99999800 more characters`)
    expect(texts[2]).toBe('a large bigint')
    expect(texts.every((text) => text.length < 500)).toBe(true)
  })

  it('goes three levels deep and stops when all is spent', () => {
    expect(written({ a: { b: { c: { d: 1 } } } })).toBe('{ a: { b: { c: Object {…} } } }')
    const wide = Array.from({ length: 1000 }, () => Array.from({ length: 10 }, () => Array.from({ length: 10 }, () => 'x'.repeat(200))))
    const allowance = new Allowance(2000)
    expect(JSON.stringify(describeValue(wide, allowance)).length).toBeLessThan(8000)
  })

  it('names variables that have no value yet, and memory that is gone', () => {
    const bytes = new Uint8Array(8)
    structuredClone(bytes, { transfer: [bytes.buffer] })
    expect(written(bytes)).toBe('Uint8Array(0) []')
  })
})
