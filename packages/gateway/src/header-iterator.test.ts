import { HeaderList } from './header-list.ts'

type AnyHeaders = Headers | HeaderList
type Maker = (init: [string, string][]) => AnyHeaders

/** What an operation comes to on ours and on the genuine. */
function both<Result>(operate: (make: Maker) => Result): [Result, Result] {
  return [operate((init) => new HeaderList(init)), operate((init) => new Headers(init))]
}

function pairs(...lines: string[]): [string, string][] {
  return lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)])
}

const repeated = pairs('x-b:1', 'Set-Cookie:b=2', 'x-a:2', 'X-B:3', 'set-cookie:a=1', 'cookie:c=1', 'Cookie:d=2')

describe('iteration over fields', () => {
  it('sorts and combines, but for Set-Cookie', () => {
    const [mine, theirs] = both((make) => {
      const headers = make(repeated)
      return [[...headers], [...headers.entries()], [...headers.keys()], [...headers.values()], headers.getSetCookie()]
    })
    expect(mine).toEqual(theirs)
    expect(mine[0]).toEqual(pairs('cookie:c=1; d=2', 'set-cookie:b=2', 'set-cookie:a=1', 'x-a:2', 'x-b:1, 3'))
  })

  it('calls back in the same order, with the list as third argument', () => {
    const [mine, theirs] = both((make) => {
      const headers = make(repeated)
      const calls: unknown[] = []
      const self = {}
      const note = function note(this: unknown, value: string, name: string, list: unknown) {
        calls.push([value, name, list === headers, this === self])
      }
      headers.forEach(note, self)
      return calls
    })
    expect(mine).toEqual(theirs)
  })

  it('is live: sees what is added, removed and changed on the way', () => {
    const [mine, theirs] = both((make) => {
      const headers = make(pairs('b:1', 'd:2', 'f:3'))
      const seen: string[] = []
      for (const [name, value] of headers) {
        seen.push(name, value)
        if (name === 'b') headers.append('c', 'new')
        if (name === 'c') headers.delete('d')
        if (name === 'f' && seen.length < 10) {
          headers.set('a', 'before')
          headers.append('g', 'last')
        }
      }
      return seen
    })
    expect(mine).toEqual(theirs)
  })

  it('hands out pairs that can be changed without effect', () => {
    const headers = new HeaderList({ a: '1' })
    for (const pair of headers) pair[1] = 'changed'
    expect([...headers]).toEqual([['a', '1']])
  })

  it('goes on after a loop was left, and after its end when there is more', () => {
    const [mine, theirs] = both((make) => {
      const headers = make(pairs('a:1', 'b:2'))
      const iterator = headers.keys()
      const seen: unknown[] = []
      for (const name of iterator) {
        seen.push(name)
        break
      }
      seen.push(iterator.next(), iterator.next())
      headers.append('c', '3')
      seen.push(iterator.next(), iterator.next())
      return seen
    })
    expect(mine).toEqual(theirs)
    expect(mine).toHaveLength(5)
  })
})

describe('an iterator', () => {
  test.each(['entries', 'keys', 'values', Symbol.iterator])('of %p has the shape of that of Headers', (method) => {
    const [mine, theirs] = both((make) => {
      const headers = make(pairs('a:1'))
      const iterator: IterableIterator<unknown> = Reflect.apply(Reflect.get(headers, method), headers, [])
      const prototype: object = Object.getPrototypeOf(iterator)
      const { value, ...descriptor } = Object.getOwnPropertyDescriptor(prototype, 'next') ?? {}
      return {
        parent: Object.getPrototypeOf(prototype) === Object.getPrototypeOf(Object.getPrototypeOf([].values())),
        descriptor,
        next: typeof value,
        tag: Object.prototype.toString.call(iterator),
        isItself: iterator[Symbol.iterator]() === iterator,
        steps: [iterator.next(), iterator.next()],
        canReturn: 'return' in iterator,
      }
    })
    expect(mine).toEqual(theirs)
  })

  it('refuses another receiver', () => {
    for (const headers of [new HeaderList(), new Headers()]) {
      expect(() => Reflect.apply(headers.keys().next, {}, [])).toThrow(TypeError)
    }
  })
})
