import { contextFor, stream, text, type Application, type Context } from '@gangway/gateway'
import { lint } from '@gangway/lint'
import { timeout, type TimeoutOptions } from './index.ts'

function appWith(options: TimeoutOptions, inner: Application): Application {
  return lint()(timeout(options)(lint()(inner)))
}

function later<Value>(milliseconds: number, value: Value): Promise<Value> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, value))
}

function context(lines: string[] = [], signal?: AbortSignal): Context {
  return contextFor('GET', '/', { log: (line) => lines.push(line), ...(signal && { signal }) })
}

async function failureOf(answer: unknown): Promise<unknown> {
  try {
    await answer
    return undefined
  } catch (error) {
    return error
  }
}

// A body that gives chunks with a pause before each, and tells whether it was stopped.
function slow(pauses: readonly number[]): { source: AsyncIterable<Uint8Array>; isStopped: () => boolean } {
  let isStopped = false
  return {
    isStopped: () => isStopped,
    source: (async function* () {
      try {
        for (const pause of pauses) yield await later(pause, new Uint8Array(3))
      } finally {
        isStopped = true
      }
    })(),
  }
}

describe('timeout', () => {
  it('answers 503 once it takes too long, and fires the signal', async () => {
    const inner = Promise.withResolvers<AbortSignal>()
    const app = appWith({ response: 20 }, ({ signal }) => {
      inner.resolve(signal)
      return later(100, text('late'))
    })
    const error = await failureOf(app(context()))
    expect(error).toMatchObject({
      name: 'LimitError',
      code: 'ERR_HANDLER_TIMEOUT',
      status: 503,
      expose: false,
      message: 'limit: no answer within 20 ms',
    })
    const { aborted, reason } = await inner.promise
    expect([aborted, String(reason)]).toEqual([true, 'TimeoutError: limit: no answer within 20 ms'])
  })

  it('stays away from what is in time, and from what is synchronous', async () => {
    expect(await (await appWith({ response: 1000 }, () => later(1, text('in time')))(context())).text()).toBe('in time')
    const reply = text('done')
    expect(timeout()(() => reply)(context())).toBe(reply)
    expect(await failureOf(appWith({}, () => Promise.reject(new RangeError('mine')))(context()))).toBeInstanceOf(RangeError)
  })

  it('hands on the signal of the client', async () => {
    const controller = new AbortController()
    const app = appWith(
      {},
      ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    )
    const answer = failureOf(app(context([], controller.signal)))
    const reason = new DOMException('The client left', 'AbortError')
    controller.abort(reason)
    expect(await answer).toBe(reason)
  })

  it('cancels the body of an answer that comes too late', async () => {
    let cancelled: unknown
    const app = appWith({ response: 10 }, () =>
      later(
        40,
        new Response(new ReadableStream({ cancel: (reason) => void (cancelled = reason) }), { headers: { 'content-type': 'x/y' } }),
      ),
    )
    await failureOf(app(context()))
    await later(60, 0)
    expect(String(cancelled)).toBe('TimeoutError: limit: no answer within 10 ms')
  })

  it('logs what fails too late, unless it is that it stopped for the signal', async () => {
    const lines: string[] = []
    const fails = appWith({ response: 10 }, () => later(30, 0).then(() => Promise.reject(new Error('later'))))
    expect(await failureOf(fails(context(lines)))).toMatchObject({ status: 503 })
    const stops = appWith(
      { response: 10 },
      ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    )
    expect(await failureOf(stops(context(lines)))).toMatchObject({ status: 503 })
    await later(50, 0)
    expect(lines).toEqual([expect.stringContaining('later')])
  })

  test.each([
    ['generator', (source: AsyncIterable<Uint8Array>) => stream(source)],
    ['stream', (source: AsyncIterable<Uint8Array>) => new Response(ReadableStream.from(source), { headers: { 'content-type': 'x/y' } })],
  ])('breaks off a body that pauses too long: a %s', async (_, answer) => {
    const { source, isStopped } = slow([1, 1, 60])
    let signal: AbortSignal | undefined
    const app = appWith({ idle: 30 }, (inner) => {
      signal = inner.signal
      return answer(source)
    })
    const response = await app(context())
    expect(String(await failureOf(response.text()))).toBe('TimeoutError: limit: the answer paused for 30 ms')
    expect(signal?.aborted).toBe(true)
    await later(60, 0)
    expect(isStopped()).toBe(true)
  })

  it('breaks off a body that takes too long in all, also one that nobody reads', async () => {
    const { source, isStopped } = slow([10, 10, 10, 10, 10, 10, 10, 10])
    const app = appWith({ total: 45, idle: 1000 }, () => later(1, stream(source)))
    expect(String(await failureOf((await app(context())).text()))).toBe('TimeoutError: limit: the answer was not sent in time')
    await later(20, 0)
    expect(isStopped()).toBe(true)
    const unread = timeout({ total: 20 })(() => stream(slow([1]).source))
    const response = await unread(context())
    await later(40, 0)
    expect(String(await failureOf(response.text()))).toContain('TimeoutError')
  })

  it('gives a body that is in time as it is, with its length', async () => {
    const app = appWith({ idle: 100, total: 1000 }, () =>
      stream(slow([1, 1]).source, { headers: { 'content-length': '6', 'content-type': 'x/y' } }),
    )
    const response = await app(context())
    expect([response.headers.get('content-length'), (await response.bytes()).length]).toEqual(['6', 6])
  })

  it('stops the source when the reader does, at any time', async () => {
    for (const reads of [0, 1]) {
      const { source, isStopped } = slow([1, 1, 1])
      const iterator = source[Symbol.asyncIterator]()
      let isReturned = false
      const watched = {
        [Symbol.asyncIterator]: () => ({
          next: () => iterator.next(),
          return: async () => {
            isReturned = true
            return (await iterator.return?.()) ?? { done: true as const, value: undefined }
          },
        }),
      }
      const response = await appWith({ idle: 100, total: 1000 }, () => stream(watched))(context())
      const reader = response.body?.getReader()
      for (let count = 0; count < reads; count++) await reader?.read()
      await reader?.cancel()
      expect([isReturned, isStopped()]).toEqual([true, reads > 0])
    }
  })

  it('leaves alone streams of events, and bodies that are there', async () => {
    const events = stream(slow([50]).source, { headers: { 'content-type': 'text/event-stream' } })
    expect(timeout({ idle: 10, total: 10 })(() => events)(context())).toBe(events)
    const reply = text('done')
    expect(timeout({ idle: 10, total: 10 })(() => reply)(context())).toBe(reply)
  })

  it('passes on the failure of a body', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(1)
      throw new RangeError('mine')
    }
    const response = await appWith({ idle: 100, total: 100 }, () => stream(broken()))(context())
    expect(await failureOf(response.text())).toBeInstanceOf(RangeError)
  })

  test.each<TimeoutOptions>([{ response: 0 }, { idle: -1 }, { total: Number.NaN }, { response: 2 ** 31 }])('refuses %j', (options) => {
    expect(() => timeout(options)).toThrow(TypeError)
  })
})
