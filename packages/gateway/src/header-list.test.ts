import fc from 'fast-check'
import { inspect } from 'node:util'
import { fieldsOf, HeaderList, type HeaderInit } from './header-list.ts'

type AnyHeaders = Headers | HeaderList
type Maker = (init?: unknown) => AnyHeaders

// What TypeScript refuses, JavaScript callers still do.
const ours: Maker = (init) => new HeaderList(init as HeaderInit)
const genuine: Maker = (init) => new Headers(init as Record<string, string>)

/** What an operation comes to on ours and on the genuine: a result, or the class of what was thrown. */
function both(operate: (make: Maker) => unknown): [unknown, unknown] {
  return [outcome(() => operate(ours)), outcome(() => operate(genuine))]
}

function outcome(operate: () => unknown): unknown {
  try {
    return { result: operate() }
  } catch (error) {
    return { thrown: error instanceof Error ? error.constructor.name : error }
  }
}

/** Calls a method with any arguments, too few included. */
function call(headers: object, method: string, ...values: unknown[]): unknown {
  return Reflect.apply(Reflect.get(headers, method), headers, values)
}

function pairs(...lines: string[]): [string, string][] {
  return lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)])
}

const cookies = pairs('b:2', 'set-cookie:x', 'Set-Cookie:y', 'B:3')

describe('HeaderList is made like Headers', () => {
  test.each<[string, () => unknown]>([
    ['nothing', () => undefined],
    ['null', () => null],
    ['a string', () => 'ab'],
    ['a number', () => 1],
    ['an empty object', () => ({})],
    ['an object', () => ({ B: '2', a: '1' })],
    ['an object with names that differ in case', () => ({ a: '1', A: '2' })],
    ['an object with other values', () => ({ a: 1, b: true, c: null, d: undefined, e: ['x', 'y'] })],
    ['an object with a symbol as value', () => ({ a: Symbol('x') })],
    ['an object with inherited properties', () => Object.create({ a: '1' })],
    ['an object without prototype', () => Object.assign(Object.create(null), { a: '1' })],
    ['an object with a bad name', () => ({ 'a b': '1' })],
    ['an object with an empty name', () => ({ '': '1' })],
    ['an object with a name beyond latin1', () => ({ ā: '1' })],
    ['pairs', () => pairs('b:2', 'a:1', 'B:3')],
    ['no pairs', () => []],
    ['a pair of one', () => [['a']]],
    ['a pair of three', () => [['a', 'b', 'c']]],
    ['a pair that is a string', () => ['ab']],
    ['a pair that is null', () => [null]],
    ['a pair of numbers', () => [[1, 2]]],
    ['a pair with an undefined value', () => [['a', undefined]]],
    ['a pair with a symbol as name', () => [[Symbol('x'), 'a']]],
    ['a pair with a symbol as value', () => [['a', Symbol('x')]]],
    ['a set of sets', () => new Set([new Set(['a', '1']), new Set(['b', '2'])])],
    ['a map', () => new Map(pairs('B:2', 'a:1'))],
    ['an iterator', () => pairs('B:2', 'a:1').values()],
    ['Headers', () => new Headers(cookies)],
    ['a HeaderList', () => new HeaderList(cookies)],
    ['URLSearchParams', () => new URLSearchParams('a=1&b=2&a=3')],
  ])('of %s', (_, init) => {
    const [mine, theirs] = both((make) => [...make(init())])
    expect(mine).toEqual(theirs)
  })

  it('ignores hidden properties, as WebIDL says and Node does not', () => {
    expect([...new HeaderList(Object.defineProperty({ a: '1' }, 'b', { value: '2' }))]).toEqual([['a', '1']])
  })

  it('but ignores symbol keys, which Headers refuses: the header objects of node:http2 have one', () => {
    expect([...new HeaderList(Object.assign({ a: '1' }, { [Symbol('x')]: 'y' }))]).toEqual([['a', '1']])
  })

  it('does not change the one it was made of', () => {
    const first = new HeaderList({ a: '1' })
    const second = new HeaderList(first)
    second.set('a', '2')
    second.append('b', '3')
    expect([...first]).toEqual([['a', '1']])
  })
})

describe('names', () => {
  const characters = ['', ...Array.from({ length: 0x180 }, (_, code) => String.fromCharCode(code))]

  test.each(['get', 'has', 'delete', 'append', 'set'])('%s takes and refuses what Headers does', (method) => {
    const [mine, theirs] = both((make) =>
      characters.map((character) => {
        const headers = make({ a: '1' })
        return [outcome(() => call(headers, method, character, 'x')), ...headers]
      }),
    )
    expect(mine).toEqual(theirs)
  })

  test.each<[string, unknown[]]>([
    ['get', []],
    ['has', []],
    ['delete', []],
    ['append', ['a']],
    ['set', ['a']],
    ['append', []],
    ['forEach', []],
    ['forEach', ['no function']],
    ['get', [undefined]],
    ['get', [1]],
    ['get', [Symbol('x')]],
    ['set', ['a', undefined]],
    ['set', [null, null]],
    ['append', ['a', Symbol('x')]],
  ])('%s with missing and other arguments (row %#)', (method, values) => {
    const [mine, theirs] = both((make) => {
      const headers = make({ a: '1', undefined: 'u', 1: 'one' })
      return [call(headers, method, ...values), ...headers]
    })
    expect(mine).toEqual(theirs)
  })

  it('are found in any case, however many there are', () => {
    for (let index = 0; index < 500; index++) {
      const headers = new HeaderList({ [`X-Name-${index}`]: 'value' })
      for (const name of [`X-Name-${index}`, `x-nAME-${index}`, `x-name-${index}`]) expect(headers.get(name)).toBe('value')
    }
  })

  test.each(['get', 'append', 'forEach', 'entries', 'has'])('%s refuses another receiver', (method) => {
    for (const { prototype } of [HeaderList, Headers]) {
      expect(() => Reflect.apply(Reflect.get(prototype, method), {}, ['a', 'b'])).toThrow(TypeError)
    }
  })
})

describe('values', () => {
  it('are trimmed, taken and refused as by Headers, whatever the character and its place', () => {
    const characters = Array.from({ length: 0x102 }, (_, code) => String.fromCharCode(code))
    const values = characters.flatMap((character) => [
      character,
      `${character}x`,
      `x${character}`,
      `x${character}y`,
      ` ${character}\t`,
      `\r\n${character}`,
    ])
    const [mine, theirs] = both((make) => values.map((value) => outcome(() => make({ a: value }).get('a'))))
    expect(mine).toEqual(theirs)
  })

  it('are trimmed in linear time: an expression for it would take minutes here', () => {
    const value = `a${' '.repeat(1_000_000)}b`
    expect(new HeaderList({ a: value }).get('a')).toBe(value)
  })
})

describe('any sequence of operations', () => {
  const name = fc.constantFrom('a', 'A', 'b', 'set-cookie', 'Set-Cookie', 'cookie', 'Cookie', 'x-long-name', 'bad name', '', 'é')
  const value = fc.oneof(fc.constantFrom('', ' x ', 'a, b', 'é', '☃', 'a\nb', '\n', 'ÿ'), fc.string({ maxLength: 5 }))
  const operation = fc.oneof(
    fc.tuple(fc.constantFrom('append', 'set'), name, value),
    fc.tuple(fc.constantFrom('get', 'has', 'delete'), name),
    fc.constantFrom<[string]>(['getSetCookie'], ['step']),
  )

  it('gives the same results on Headers and HeaderList', () => {
    const init = fc.array(fc.tuple(name, value), { maxLength: 4 })
    const property = fc.property(init, fc.array(operation, { maxLength: 20 }), (start, operations) => {
      const [mine, theirs] = both((make) => {
        const headers = make(start)
        const iterator = headers.entries()
        const run = ([method, ...values]: string[]) => (method === 'step' ? iterator.next() : call(headers, method ?? '', ...values))
        return [operations.map((each) => outcome(() => run(each))), [...headers]]
      })
      expect(mine).toEqual(theirs)
    })
    expect(() => fc.assert(property, { numRuns: 500 })).not.toThrow()
  })
})

describe('as an object', () => {
  it('is an instance of Headers and has each of its members', () => {
    const headers = new HeaderList()
    expect(headers instanceof Headers).toBe(true)
    expect(Object.prototype.toString.call(headers)).toBe('[object Headers]')
    expect(Reflect.ownKeys(HeaderList.prototype)).toEqual(expect.arrayContaining(Object.getOwnPropertyNames(Headers.prototype)))
    expect(Object.keys(headers)).toEqual([])
  })

  it('is taken for Headers by Headers, Response and Request', () => {
    const headers = new HeaderList(cookies)
    expect([...new Headers(headers)]).toEqual([...headers])
    expect([...new Response(null, { headers }).headers]).toEqual([...headers])
    expect(new Request('http://a.test/', { headers }).headers.get('b')).toBe('2, 3')
  })

  it('is printed like Headers', () => {
    expect(inspect(new HeaderList(pairs('b:2', 'a:1')))).toBe(inspect(new Headers(pairs('a:1', 'b:2'))))
  })
})

describe('HeaderList.over', () => {
  const received = ['Host', 'a.test', 'Cookie', 'a=1', 'X-A', '1', 'cookie', 'b=2', 'x-a', '2']

  it('reads fields in any case', () => {
    const headers = HeaderList.over(received, true)
    expect(headers.get('host')).toBe('a.test')
    expect(headers.get('COOKIE')).toBe('a=1; b=2')
    expect(headers.has('x-a')).toBe(true)
    expect([...headers]).toEqual(pairs('cookie:a=1; b=2', 'host:a.test', 'x-a:1, 2'))
  })

  test.each(['append', 'set', 'delete'])('refuses to %s when it is read-only', (method) => {
    const change = () => call(HeaderList.over(received, true), method, 'a', 'b')
    expect(change).toThrow(new TypeError('gateway: these header fields are read-only'))
  })

  it('copies before the first change', () => {
    const headers = HeaderList.over(received)
    headers.set('x-a', '3')
    headers.delete('Cookie')
    expect([...headers]).toEqual(pairs('host:a.test', 'x-a:3'))
    expect(received).toHaveLength(10)
  })
})

describe('fieldsOf', () => {
  it('keeps repeated fields and their order', () => {
    expect(fieldsOf(new HeaderList(pairs('B:1', 'a:2', 'b:3')))).toEqual(['b', '1', 'a', '2', 'b', '3'])
  })

  it('takes each Set-Cookie of genuine Headers on its own', () => {
    const headers = new Headers(pairs('set-cookie:a=1, x', 'b:1', 'set-cookie:c=2'))
    expect(fieldsOf(headers)).toEqual(['b', '1', 'set-cookie', 'a=1, x', 'set-cookie', 'c=2'])
  })

  it('hands out fields that later changes leave alone', () => {
    const headers = new HeaderList({ a: '1' })
    const fields = fieldsOf(headers)
    headers.set('a', '2')
    headers.append('b', '3')
    expect(fields).toEqual(['a', '1'])
    expect(fieldsOf(headers)).toEqual(['a', '2', 'b', '3'])
  })

  it('refuses what foreign headers hold and a wire must not', () => {
    const foreign = new Map([['a', '1\r\nx: y']])
    expect(() => fieldsOf(Object.assign(foreign, { getSetCookie: () => [] }) as unknown as Headers)).toThrow(TypeError)
  })
})
