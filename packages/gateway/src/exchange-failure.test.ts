import { setTimeout as sleep } from 'node:timers/promises'
import { recordExchange, type RecordedOptions } from '../../../test/src/recorded-exchange.ts'
import type { Application } from './context.ts'
import { GatewayError } from './gateway-error.ts'
import { HttpError } from './http-error.ts'
import { empty, stream, text } from './replies.ts'
import { reply } from './reply.ts'

const unhandled: unknown[] = []
const note = (error: unknown) => void unhandled.push(error)
beforeAll(() => process.on('unhandledRejection', note).on('uncaughtException', note))
afterAll(() => process.off('unhandledRejection', note).off('uncaughtException', note))
afterEach(async () => {
  await sleep(5)
  expect(unhandled.splice(0)).toEqual([])
})

const encode = (part: string) => new TextEncoder().encode(part)
/** What is no promise but can be awaited. */
const thenable = (then: (done: unknown, fail: (error: unknown) => void) => void) =>
  new Proxy(Promise.resolve(empty()), { getPrototypeOf: () => null, get: (_, key) => (key === 'then' ? then : undefined) })
const thrower = (error: unknown): (() => never) => {
  return () => {
    throw error
  }
}

async function settled(app: Application, options?: RecordedOptions): Promise<ReturnType<typeof recordExchange>> {
  const recorded = recordExchange(app, options)
  await recorded.completed
  return recorded
}

describe('an application that throws', () => {
  const secret = new Error('secret')

  test.each<[string, Application]>([
    ['at once', thrower(secret)],
    ['later', () => Promise.reject(secret)],
    ['in a promise of its own making', () => thenable((_, fail) => fail(secret))],
    ['in then() itself', () => thenable(thrower(secret))],
  ])('A: %s gives 500 and a page that tells nothing but where to look', async (_, app) => {
    const recorded = await settled(app)
    expect([recorded.calls, recorded.head?.status]).toEqual([['send'], 500])
    const [, reference] = /^Internal Server Error\nReference: (\w{4,})\n$/.exec(recorded.text) ?? []
    expect(recorded.logged).toEqual([expect.stringMatching(`^GET / answered 500, reference ${reference}: Error: secret\n    at `)])
    expect(await recorded.completed).toMatchObject({ outcome: 'sent' })
  })

  const cycle: { cause?: unknown } = new Error('one')
  cycle.cause = new Error('two', { cause: cycle })
  const hostile = new Proxy(new Error('x'), {
    get: thrower(new Error('no')),
    has: thrower(new Error('no')),
    getPrototypeOf: thrower(new Error('no')),
  })
  test.each<[string, unknown, string]>([
    ['a text', 'secret', 'secret'],
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a symbol', Symbol('x'), 'Symbol(x)'],
    ['a plain object', { code: 5 }, '{"code":5}'],
    ['an object without prototype', Object.create(null), '{}'],
    ['an object that cannot be written', { toJSON: thrower('x'), toString: thrower('x') }, 'something that cannot be written'],
    ['an error whose cause is itself', cycle, 'caused by Error: two'],
    ['an error with an unreadable stack', Object.defineProperty(new Error('x'), 'stack', { get: thrower('no') }), ''],
    ['an error without stack', Object.defineProperty(new Error('bare'), 'stack', { value: undefined }), 'Error: bare'],
    ['an error with an unreadable status', Object.defineProperty(new Error('x'), 'status', { get: thrower('no') }), 'Error: x'],
    ['a proxy that refuses everything', hostile, ''],
  ])('%s gives 500 and one line in the log', async (_, thrown, described) => {
    for (const app of [thrower(thrown), async () => thrower(thrown)()]) {
      const recorded = await settled(app)
      expect([recorded.calls, recorded.head?.status]).toEqual([['send'], 500])
      expect(recorded.logged).toEqual([expect.stringContaining(described)])
    }
  })

  test.each([
    [400, 400],
    [404, 404],
    [599, 599],
    [200, 500],
    [399, 500],
    [600, 500],
    [404.5, 500],
    ['404', 500],
    [Number.NaN, 500],
  ])('an error with status %p is answered with %i', async (status, answered) => {
    const recorded = await settled(thrower(Object.assign(new Error('secret'), { status })))
    expect([recorded.head?.status, recorded.text.includes('secret'), recorded.logged.length]).toEqual([answered, false, 1])
  })

  it('an HttpError says what it exposes, with its headers, and is no matter for the log', async () => {
    const recorded = await settled(thrower(new HttpError(405, 'Only GET', { headers: { Allow: 'GET' } })))
    expect([recorded.head?.status, recorded.text, recorded.logged]).toEqual([405, 'Only GET\n', []])
    expect(recorded.head?.fields).toEqual(expect.arrayContaining(['allow', 'GET']))
  })

  it('an HttpError keeps to itself what it does not expose', async () => {
    const recorded = await settled(thrower(new HttpError(503, 'secret', { headers: { 'Retry-After': '5' } })))
    expect([recorded.head?.status, recorded.text.includes('secret'), recorded.logged.length]).toEqual([503, false, 1])
    expect(recorded.head?.fields).toEqual(expect.arrayContaining(['retry-after', '5']))
  })

  it('a fault of the peer is answered by its status and one short line', async () => {
    const recorded = await settled(thrower(new GatewayError('ERR_BODY_TOO_LARGE', 'gateway: 5 bytes too many')))
    expect([recorded.head?.status, recorded.text]).toEqual([413, 'Content Too Large\n'])
    expect(recorded.logged).toEqual(['GET /: gateway: 5 bytes too many'])
  })

  it('HTTP-03: is answered without a body for HEAD', async () => {
    const recorded = await settled(thrower(new Error('x')), { incoming: { method: 'HEAD' } })
    expect([recorded.calls, recorded.head?.status, recorded.head?.hasBody, recorded.text]).toEqual([['send'], 500, false, ''])
  })
})

describe('an application that returns', () => {
  const foreign = (init: object) => ({ status: 200, statusText: '', body: null, headers: new Headers(), ...init }) as unknown as Response
  const used = new Response('x')
  const locked = new Response('x')
  beforeAll(async () => {
    await used.text()
    locked.body?.getReader()
  })

  test.each<[string, () => unknown, string]>([
    ['A: a string', () => 'x', 'returned string'],
    ['nothing', () => undefined, 'returned undefined'],
    ['null', () => null, 'returned null'],
    ['a number', () => 5, 'returned number'],
    ['a function', () => () => text('x'), 'returned function'],
    ['an object', () => ({}), 'returned object'],
    ['what a cloud function returns', () => ({ status: 200, headers: {}, body: 'x' }), 'returned object'],
    ['Response.error()', () => Response.error(), 'status 0'],
    ['status 101', () => foreign({ status: 101 }), 'status 101'],
    ['status 600', () => foreign({ status: 600 }), 'status 600'],
    ['a status as text', () => foreign({ status: '200' }), 'status 200'],
    ['a response that was read', () => used, 'already read'],
    ['a response that is being read', () => locked, 'already read'],
    [
      'a field with a line break',
      () => foreign({ headers: Object.assign(new Map([['a', 'b\r\nc']]), { getSetCookie: () => [] }) }),
      "field 'a'",
    ],
    ['a foreign body that is none', () => foreign({ body: 5 }), ''],
  ])('%s gives 500 and says so in the log', async (_, make, described) => {
    for (const app of [make, async () => make()] as unknown as Application[]) {
      const recorded = await settled(app)
      expect([recorded.calls, recorded.head?.status]).toEqual([['send'], 500])
      expect(recorded.logged).toEqual([expect.stringContaining(described)])
    }
  })

  test.each<[string, () => Response]>([
    ['Response', () => new Response('x')],
    ['reply of a stream', () => stream(ReadableStream.from([encode('x')]))],
    [
      'reply of a generator',
      () =>
        stream(
          (async function* () {
            yield 'x'
          })(),
        ),
    ],
  ])('the same %s twice gives 500 the second time', async (_, make) => {
    const same = make()
    const recorded = [await settled(() => same), await settled(() => same)]
    expect(recorded.map(({ head }) => head?.status)).toEqual([200, 500])
    expect(recorded[1]?.logged).toEqual([expect.stringContaining('already')])
  })

  it('a response that cannot be sent has its source cancelled', async () => {
    const reasons: unknown[] = []
    const source = new ReadableStream<Uint8Array>({ cancel: (reason) => void reasons.push(reason) }, { highWaterMark: 0 })
    const recorded = await settled(() => new Response(source, { headers: { 'content-length': 'x' } }))
    expect(recorded.head?.status).toBe(500)
    expect(reasons).toEqual([expect.objectContaining({ message: expect.stringContaining('is not a content-length') })])
  })
})

describe('a body that fails', () => {
  const failing = (...steps: (string | number)[]) =>
    (async function* failing(): AsyncGenerator<string> {
      for (const step of steps) {
        if (typeof step === 'number') await sleep(step)
        else yield step
      }
      throw new RangeError('lost')
    })()

  test.each([
    ['before its first chunk', failing()],
    ['within the first turn', failing('a', 'b')],
  ])('%s gives 500', async (_, source) => {
    const recorded = await settled(() => stream(source))
    expect([recorded.calls, recorded.head?.status, recorded.logged.length]).toEqual([['send'], 500, 1])
  })

  test.each([
    ['after its first chunk', failing('a', 10), undefined],
    ['before its first chunk but after the head', failing(10), undefined],
    ['after all of its length', failing('abc'), '3'],
    ['in the middle of its length', failing('ab'), '3'],
  ])('A: %s breaks the exchange and is never ended', async (_, source, length) => {
    const recorded = await settled(() => stream(source, length === undefined ? {} : { headers: { 'content-length': length } }))
    expect([recorded.calls.at(0), recorded.calls.at(-1), recorded.calls.includes('end')]).toEqual(['start', 'fail', false])
    expect(recorded.failure).toEqual(new RangeError('lost'))
    expect(recorded.logged).toEqual([expect.stringMatching(/^GET \/ broke off: RangeError: lost/)])
    expect((await recorded.completed).outcome).toBe('failed')
  })

  test.each<[string, unknown]>([
    ['a number', 5],
    ['null', null],
    ['an object', {}],
  ])('by %s for a chunk gives 500', async (_, chunk) => {
    const events: string[] = []
    const source = async function* source() {
      try {
        yield chunk as string
      } finally {
        events.push('left')
      }
    }
    const recorded = await settled(() => stream(source()))
    expect([recorded.head?.status, events]).toEqual([500, ['left']])
  })

  it('is told nothing more: it has ended by itself', async () => {
    const told: string[] = []
    const next = () => Promise.reject(new RangeError('lost'))
    const source = {
      [Symbol.asyncIterator]: () => ({ next, return: async () => (told.push('return'), { done: true as const, value: undefined }) }),
    }
    await settled(() => stream(source))
    expect(told).toEqual([])
  })
})

describe('a gateway that fails', () => {
  const failOn = (...names: string[]) => ({
    onCall: (name: string) => {
      if (names.includes(name)) throw new RangeError(`cannot ${name}`)
    },
  })

  it('to send the head has one more try with 500', async () => {
    let tries = 0
    const recorded = await settled(() => text('x'), {
      onCall: () => {
        if (++tries === 1) throw new RangeError('no head')
      },
    })
    expect([recorded.calls, recorded.head?.status]).toEqual([['send'], 500])
  })

  test.each<[string, () => Response, string[]]>([
    ['send', () => text('x'), ['fail']],
    ['start', () => text('x', { headers: { 'content-length': '2' } }), ['send']],
    ['write', () => stream(ReadableStream.from([encode('x')]), { headers: { 'content-length': '1' } }), ['start', 'fail']],
    ['end', () => stream(ReadableStream.from([encode('x')]), { headers: { 'content-length': '1' } }), ['start', 'write', 'fail']],
  ])('to %s for good breaks the exchange', async (name, make, calls) => {
    const recorded = await settled(make, failOn(name))
    expect(recorded.calls).toEqual(calls)
  })

  it('even to fail throws nothing out of the exchange', async () => {
    for (const app of [() => text('x'), async () => text('x'), thrower('x')]) {
      const recorded = await settled(app, failOn('send', 'fail'))
      expect([recorded.calls, (await recorded.completed).outcome]).toEqual([[], 'failed'])
      expect(recorded.logged.at(-1)).toContain('cannot fail')
    }
  })

  it('to write later has the source stopped', async () => {
    const events: string[] = []
    const endless = async function* endless() {
      try {
        for (;;) yield 'x'
      } finally {
        events.push('left')
      }
    }
    const write = (index: number) => (index === 2 ? Promise.reject(new RangeError('gone')) : Promise.resolve())
    const recorded = await settled(() => reply(endless(), { headers: { 'content-length': '9' } }), { write })
    expect([recorded.calls, events]).toEqual([['start', 'write', 'write', 'write', 'fail'], ['left']])
  })
})

describe('waitUntil', () => {
  it('hands over a promise that never rejects, and logs what the work threw', async () => {
    const work: Promise<void>[] = []
    const app: Application = (context) => {
      context.waitUntil(Promise.reject(new Error('work')))
      context.waitUntil(thenable(thrower(new Error('thenable'))))
      context.waitUntil(undefined as unknown as Promise<void>)
      return empty()
    }
    const recorded = recordExchange(app, { incoming: { waitUntil: (promise) => void work.push(promise) } })
    expect(await Promise.all(work)).toEqual([undefined, undefined, undefined])
    expect(recorded.logged).toEqual([expect.stringMatching(/^Error: work\n/), expect.stringMatching(/^Error: thenable\n/)])
  })
})
