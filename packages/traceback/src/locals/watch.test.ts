import inspector from 'node:inspector'
import { runInThisContext, runInNewContext } from 'node:vm'
import { writeValue } from '../values/write-value.ts'
import type { Capture, CapturedFrame } from './capture.ts'
import { newVisit, watch } from './watch.ts'

beforeAll(() => watch.hold(0.9))
afterAll(() => watch.release(true))

/** What was thrown, with what was captured of it. */
async function caught(run: () => unknown): Promise<{ error: unknown; capture: Capture | undefined }> {
  const visit = newVisit()
  try {
    await watch.within(visit, run)
  } catch (error) {
    return { error, capture: watch.captureOf(error, visit) }
  }
  throw new Error('nothing was thrown')
}

function variables(frame: CapturedFrame | undefined): Record<string, string> {
  return Object.fromEntries(frame?.variables.map(({ name, value, scope }) => [name, `${writeValue(value)} ${scope}`]) ?? [])
}

const ofModule = { answer: 42 }

describe('the watch', () => {
  it('sees block, catch, local, closure and module variables, from the inside out', async () => {
    const outer = 'outer'
    function fail(parameter: number): void {
      const local = [parameter]
      try {
        throw new Error('first')
      } catch (reason) {
        const block = { local }
        throw new RangeError(`second ${outer} ${ofModule.answer} ${block.local.length} ${String(reason)}`)
      }
    }
    const { capture } = await caught(() => fail(7))
    expect(capture?.frames[0]?.functionName).toBe('fail')
    expect(variables(capture?.frames[0])).toMatchObject({
      parameter: '7 local',
      local: '[7] local',
      block: '{ local: [7] } block',
      reason: 'Error: first {} catch',
      outer: "'outer' closure",
      ofModule: '{ answer: 42 } module',
    })
  })

  it('sees `this`, and each caller', async () => {
    class Wiki {
      title = 'Home'
      show(): never {
        throw new Error(this.title)
      }
    }
    const wiki = new Wiki()
    const { capture } = await caught(() => wiki.show())
    expect(capture?.frames[0]?.self).toMatchObject({ text: 'Wiki' })
    expect(capture?.frames[1]?.variables.map(({ name }) => name)).toContain('wiki')
  })

  it('sees what rejects after an await, and what is rejected without a throw', async () => {
    const after = await caught(async () => {
      const late = 1
      await Promise.resolve()
      throw new Error(String(late))
    })
    expect(variables(after.capture?.frames[0])).toMatchObject({ late: '1 local' })
    const rejected = await caught(() => {
      const here = 2
      return Promise.reject(new Error(String(here)))
    })
    expect(variables(rejected.capture?.frames[0])).toMatchObject({ here: '2 local' })
  })

  it('keeps the first capture when an error is thrown again', async () => {
    const { capture } = await caught(() => {
      try {
        const inner = 1
        throw new Error(String(inner))
      } catch (error) {
        const rethrown = true
        if (rethrown) throw error
      }
    })
    expect(variables(capture?.frames[0])).toMatchObject({ inner: '1 block' })
  })

  it.each<[string, unknown]>([
    ['a string', 'oops'],
    ['a number', Number.NaN],
    ['null', null],
    ['undefined', undefined],
    ['a bigint', 12n],
    ['a frozen error', Object.freeze(new Error('cold'))],
    ['a function', () => 1],
  ])('knows where %s was thrown (T3)', async (_, thrown) => {
    const { capture, error } = await caught(() => {
      const near = 1
      if (near) throw thrown
    })
    expect(error).toBe(thrown)
    expect(variables(capture?.frames[0])).toMatchObject({ near: '1 local' })
  })

  it('has no stack to go by with Error.stackTraceLimit = 0, and needs none (T3)', async () => {
    const before = Error.stackTraceLimit
    Error.stackTraceLimit = 0
    try {
      const { capture } = await caught(() => {
        const near = 1
        throw new Error(String(near))
      })
      expect(capture?.frames[0]).toMatchObject({ url: import.meta.url, line: expect.any(Number) })
    } finally {
      Error.stackTraceLimit = before
    }
  })

  it('runs no getter and no trap (T2)', async () => {
    const ran: string[] = []
    const { capture } = await caught(() => {
      const hostile = {
        get ran() {
          return ran.push('getter')
        },
        toString: () => ran.push('toString'),
      }
      const proxy = new Proxy(hostile, {
        get: () => ran.push('get'),
        ownKeys: () => (ran.push('keys'), []),
        getPrototypeOf: () => (ran.push('prototype'), null),
      })
      const error = Object.defineProperty(new Error('x'), 'code', { get: () => ran.push('code') })
      const other = Object.defineProperty(new Error('x'), 'message', { get: () => ran.push('message') })
      if (hostile && proxy && other) throw error
    })
    expect(ran).toEqual([])
    expect(variables(capture?.frames[0])).toMatchObject({ proxy: 'Proxy local' })
  })

  it('names a variable that is read before it is there', async () => {
    const { capture } = await caught(() => {
      const read = () => late
      read()
      const late = 1
      return late
    })
    expect(variables(capture?.frames[1])).toMatchObject({ late: '[not yet initialized] local' })
  })

  it('is bounded in frames, variables and text', async () => {
    const deep = (left: number): number => {
      const text = 'x'.repeat(10_000)
      if (left === 0) throw new Error(text.slice(0, 1))
      return deep(left - 1) + text.length
    }
    const { capture } = await caught(() => deep(50))
    expect(capture?.frames).toHaveLength(10)
    expect(JSON.stringify(capture).length).toBeLessThan(100_000)
    const many = runInThisContext(
      `(function () { ${Array.from({ length: 1000 }, (_, index) => `var v${index} = [{}];`).join('')} throw new Error('many') })`,
      '/app/many.js',
    )
    const { capture: wide } = await caught(() => many())
    expect(wide?.frames[0]?.variables.length).toBe(200)
    expect(wide?.frames[0]?.variables.filter(({ value }) => value.members)).toHaveLength(25)
  })

  it('survives a stack that overflows (T8)', async () => {
    const endless = (count: number): number => endless(count + 1) + 1
    const { error } = await caught(() => endless(0))
    expect(error).toBeInstanceOf(RangeError)
  })

  it('leaves errors of other contexts alone', async () => {
    const { error } = await caught(() => runInNewContext('const far = 1; throw new Error("far")', {}, '/app/far.js'))
    expect(String(error)).toContain('far')
  })

  it('leaves what is thrown outside of a visit alone', () => {
    let error: unknown
    try {
      const near = 1
      throw new Error(String(near))
    } catch (thrown) {
      error = thrown
    }
    expect(watch.captureOf(error, undefined)).toBeUndefined()
  })

  it('looks at 20 throws of a visit at the most', async () => {
    const visit = newVisit()
    watch.within(visit, () => {
      for (let index = 0; index < 100; index++) {
        try {
          throw new Error(String(index))
        } catch {
          // This is what is counted.
        }
      }
    })
    expect(visit.pauses).toBe(20)
  })

  it('opens no port', () => {
    expect(inspector.url()).toBeUndefined()
  })

  it('gives way to a debugger that is attached', async () => {
    inspector.open(0, '127.0.0.1')
    try {
      const { capture } = await caught(() => {
        throw new Error('x')
      })
      expect(capture).toBeUndefined()
    } finally {
      inspector.close()
    }
    watch.hold(0.9)
    watch.release(false)
  })
})
