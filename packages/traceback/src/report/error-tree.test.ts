import { runInNewContext } from 'node:vm'
import { Allowance } from '../values/limits.ts'
import { errorTree } from './error-tree.ts'
import type { ErrorReport } from './report.ts'
import type { StackFrame } from './stack.ts'

const tree = (thrown: unknown): ErrorReport => errorTree(thrown, { allowance: new Allowance(), framesOf: () => [] })

function chainOf({ message, related }: ErrorReport): string[] {
  const [first] = related
  return [message, ...(first?.error ? chainOf(first.error) : first?.omitted === undefined ? [] : [`(${first.omitted})`])]
}

describe('errorTree (T4)', () => {
  it('has causes, whatever they are', () => {
    const error = new Error('a', { cause: new TypeError('b', { cause: 'a text' }) })
    expect(chainOf(tree(error))).toEqual(['a', 'b', 'a text'])
    expect(chainOf(tree(new Error('a', { cause: { code: 7 } })))).toEqual(['a', '{ code: 7 }'])
    expect(chainOf(tree(new Error('a', { cause: undefined })))).toEqual(['a', '(undefined)'])
  })

  it('stops where an error is its own cause, or comes again', () => {
    const self = new Error('self')
    self.cause = self
    expect(chainOf(tree(self))).toEqual(['self', '(Error, which stands above already)'])
    const a = new Error('a')
    a.cause = new RangeError('b', { cause: a })
    expect(chainOf(tree(a))).toEqual(['a', 'b', '(Error, which stands above already)'])
  })

  it('stops after 20 of 1,000 causes', () => {
    let error = new Error('0')
    for (let index = 1; index < 1000; index++) error = new Error(String(index), { cause: error })
    expect(chainOf(tree(error))).toHaveLength(21)
  })

  it('has all errors of an AggregateError, and both of a SuppressedError', () => {
    const aggregate = tree(new AggregateError([new Error('one'), 'two', new AggregateError([new Error('three')])], 'several'))
    expect(aggregate.related.map(({ relation, error }) => [relation, error?.message])).toEqual([
      ['errors[0]', 'one'],
      ['errors[1]', 'two'],
      ['errors[2]', ''],
    ])
    const suppressed = Object.assign(new Error('x'), { name: 'SuppressedError', error: new Error('last'), suppressed: new Error('first') })
    expect(tree(suppressed).related.map(({ relation, error }) => [relation, error?.message])).toEqual([
      ['error', 'last'],
      ['suppressed', 'first'],
    ])
    expect(tree(new AggregateError(Array.from({ length: 5000 }, () => new Error('x')))).related.filter(({ error }) => error)).toHaveLength(
      49,
    )
  })

  it('leaves out the frames that a cause shares with what it led to', () => {
    const asked: number[] = []
    const inner = (): never => {
      throw new Error('inner')
    }
    const outer = (): Error => {
      try {
        return inner()
      } catch (cause) {
        return new Error('outer', { cause })
      }
    }
    const made = errorTree(outer(), {
      allowance: new Allowance(),
      framesOf: (_, frames: readonly StackFrame[]) => (asked.push(frames.length), []),
    })
    expect(made.related[0]?.error?.sharedFrames).toBeGreaterThan(1)
    expect(asked[1]).toBe(2)
  })
})

describe('what is thrown (T3)', () => {
  it.each<[string, unknown, string, string]>([
    ['null', null, 'null', 'null'],
    ['undefined', undefined, 'undefined', 'undefined'],
    ['a string', 'oops', 'string', 'oops'],
    ['an object', { a: 1 }, 'Object', '{ a: 1 }'],
    ['a symbol', Symbol('s'), 'symbol', 'Symbol(s)'],
    ['a function', () => 1, 'function', 'function (anonymous)'],
    ['a frozen error', Object.freeze(new Error('cold')), 'Error', 'cold'],
    ['an error of another realm', runInNewContext('new RangeError("far")'), 'RangeError', 'far'],
    ['an error without a stack', Object.defineProperty(new Error('bare'), 'stack', { value: undefined }), 'Error', 'bare'],
    ['an error with a stack that is no text', Object.defineProperty(new Error('odd'), 'stack', { value: { a: 1 } }), 'Error', 'odd'],
    ['a DOMException', new DOMException('gone', 'AbortError'), 'AbortError', 'gone'],
    [
      'a proxy',
      new Proxy(new Error('x'), {
        get: () => {
          throw new Error('trap')
        },
      }),
      'Proxy',
      'Proxy',
    ],
  ])('is told: %s', (_, thrown, name, message) => {
    const { name: told, message: said } = tree(thrown)
    expect([told, said]).toEqual([name, message])
  })

  it('is told by the name of its class where it says no other', () => {
    class NoSuchPage extends Error {}
    expect(tree(new NoSuchPage('x')).name).toBe('NoSuchPage')
    expect(tree(Object.assign(new Error('x'), { name: 'Custom' })).name).toBe('Custom')
  })

  it('runs no accessor of an error, and no Error.prepareStackTrace', () => {
    const ran: string[] = []
    const error = new Error('x')
    for (const name of ['stack', 'message', 'name', 'cause', 'code']) {
      Object.defineProperty(error, name, { get: () => ran.push(name), enumerable: true })
    }
    const lazy = new Error('lazy')
    const before = Error.prepareStackTrace
    Error.prepareStackTrace = () => ran.push('prepare')
    try {
      expect(tree(error).properties).toEqual([{ name: 'code', value: { type: 'accessor', text: '[getter, not run]' } }])
      expect(tree(lazy).message).toBe('lazy')
    } finally {
      if (before) Error.prepareStackTrace = before
      else Reflect.deleteProperty(Error, 'prepareStackTrace')
    }
    expect(ran).toEqual([])
    expect(lazy.stack).toContain('error-tree.test')
  })

  it('has the properties that an error has besides', () => {
    const error = Object.assign(new Error('x'), { code: 'ENOENT', path: '/a', status: 500, [Symbol('s')]: 1 })
    expect(tree(error).properties.map(({ name }) => name)).toEqual(['code', 'path', 'status', 'Symbol(s)'])
  })

  it('has a message of 10,000 characters at most', () => {
    expect(tree(new Error('x'.repeat(50_000_000))).message).toHaveLength(10_001)
  })
})
