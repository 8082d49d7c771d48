import { setTimeout as sleep } from 'node:timers/promises'
import { recordExchange, type RecordedOptions } from '../../../test/src/recorded-exchange.ts'
import type { Application, Context } from './context.ts'
import { GatewayError } from './gateway-error.ts'
import { stream, text } from './replies.ts'

const unhandled: unknown[] = []
const note = (error: unknown) => void unhandled.push(error)
beforeAll(() => process.on('unhandledRejection', note).on('uncaughtException', note))
afterAll(() => process.off('unhandledRejection', note).off('uncaughtException', note))
afterEach(async () => {
  await sleep(5)
  expect(unhandled.splice(0)).toEqual([])
})

/** A stream without end that notes its pulls and why it was cancelled. */
function endlessStream() {
  const reasons: unknown[] = []
  let pulls = 0
  const source = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        pulls++
        await sleep(1)
        controller.enqueue(new Uint8Array(10))
      },
      cancel: (reason) => void reasons.push(reason),
    },
    { highWaterMark: 0 },
  )
  return { source, reasons, pulls: () => pulls }
}

/** An exchange whose application waits to be let go. */
function waiting(finish: (context: Context) => Response | Promise<Response>, options?: RecordedOptions) {
  const gate = Promise.withResolvers<void>()
  const contexts: Context[] = []
  const recorded = recordExchange(async (context) => {
    contexts.push(context)
    await gate.promise
    return finish(context)
  }, options)
  const [context] = contexts
  if (!context) throw new Error('the application was not called')
  return { recorded, context, finish: async () => (gate.resolve(), sleep(5)) }
}

const aborted = expect.objectContaining({ name: 'AbortError', message: 'The client left before the response was complete' })

describe('HTTP-11: when the client leaves while the application works', () => {
  it('the signal fires once, with an AbortError that names the cause', async () => {
    const { recorded, context, finish } = waiting(() => text('x'))
    const events: unknown[] = []
    context.signal.addEventListener('abort', () => events.push(context.signal.reason))
    const cause = new Error('reset')
    recorded.exchange.abort(cause)
    recorded.exchange.abort()
    expect(events).toEqual([aborted])
    expect(events[0]).toBeInstanceOf(DOMException)
    expect(events[0]).toHaveProperty('cause', cause)
    expect(recorded.exchange.done).toBe(true)
    await finish()
    expect(events).toHaveLength(1)
    expect(await recorded.completed).toMatchObject({ outcome: 'aborted', bytes: 0 })
  })

  it('a signal read afterwards has fired', () => {
    const { recorded, context } = waiting(() => text('x'))
    recorded.exchange.abort()
    expect([context.signal.aborted, context.signal.reason, context.signal]).toEqual([true, aborted, context.signal])
    expect('cause' in context.signal.reason).toBe(false)
  })

  it('nothing is written, and the gateway hears when the application is done', async () => {
    const { recorded, finish } = waiting(() => text('x'))
    recorded.exchange.abort()
    expect([recorded.calls, recorded.exchange.answered]).toEqual([[], false])
    await finish()
    expect([recorded.calls, recorded.exchange.answered, recorded.logged]).toEqual([['abandoned'], true, []])
  })

  it('the source of a late response is cancelled with the reason', async () => {
    const { source, reasons } = endlessStream()
    for (const response of [stream(source), new Response(endlessStream().source)]) {
      const { recorded, finish } = waiting(() => response)
      recorded.exchange.abort()
      await finish()
      expect(recorded.calls).toEqual(['abandoned'])
    }
    expect(reasons).toEqual([aborted])
  })

  test.each<[string, (context: Context) => Response | Promise<Response>]>([
    ['undefined', () => undefined as unknown as Response],
    [
      'a used response',
      async () => {
        const used = new Response('x')
        await used.text()
        return used
      },
    ],
    [
      'a failure',
      () => {
        throw new RangeError('a bug')
      },
    ],
  ])('%s afterwards is a matter for the log only', async (_, finishing) => {
    const { recorded, finish } = waiting(finishing)
    recorded.exchange.abort()
    await finish()
    expect([recorded.calls, recorded.logged.length]).toEqual([['abandoned'], 1])
  })

  test.each<[string, (context: Context) => never]>([
    [
      'the reason of the signal',
      ({ signal }) => {
        throw signal.reason
      },
    ],
    [
      'an AbortError',
      () => {
        throw new DOMException('stopped', 'AbortError')
      },
    ],
    [
      'a body that broke off',
      () => {
        throw new GatewayError('ERR_BODY_TRUNCATED', 'gateway: cut')
      },
    ],
  ])('%s thrown is no matter at all', async (_, finishing) => {
    const { recorded, finish } = waiting(finishing)
    recorded.exchange.abort()
    await finish()
    expect([recorded.calls, recorded.logged]).toEqual([['abandoned'], []])
  })

  it('an application that itself makes the client leave is not answered', () => {
    let abort = () => {}
    const recorded = recordExchange(() => {
      queueMicrotask(() => abort())
      return new Promise(() => {})
    })
    abort = () => recorded.exchange.abort()
    return recorded.completed.then((completion) => expect(completion.outcome).toBe('aborted'))
  })

  it('interim responses are refused', () => {
    const sent: number[] = []
    const can = { informational: true, trailers: false, upgrade: false, sendfile: false, fullDuplex: false }
    const { recorded, context } = waiting(() => text('x'), { incoming: { can, sendInformational: (status) => void sent.push(status) } })
    context.sendInformational(103, { link: '</a>' })
    recorded.exchange.abort()
    expect(() => context.sendInformational(103)).toThrow(expect.objectContaining({ name: 'InvalidStateError' }))
    expect(sent).toEqual([103])
  })
})

describe('HTTP-11: when the client leaves while the response is sent', () => {
  it('a stream is cancelled once, with the reason, and nothing is written any more', async () => {
    const { source, reasons } = endlessStream()
    const recorded = recordExchange(() => stream(source))
    while (recorded.calls.length < 4) await sleep(1)
    recorded.exchange.abort()
    const { length } = recorded.calls
    recorded.exchange.abort()
    await sleep(10)
    expect([reasons, recorded.calls.length, recorded.calls.includes('end')]).toEqual([[aborted], length, false])
    expect(await recorded.completed).toMatchObject({ outcome: 'aborted', bytes: recorded.text.length })
  })

  it('a generator gets to its finally', async () => {
    const events: string[] = []
    const endless = async function* endless() {
      try {
        for (;;) {
          await sleep(1)
          yield 'x'
        }
      } finally {
        events.push('left')
      }
    }
    const recorded = recordExchange(() => stream(endless()))
    while (recorded.calls.length < 4) await sleep(1)
    recorded.exchange.abort()
    await sleep(10)
    expect([events, recorded.logged]).toEqual([['left'], []])
  })

  it('a source that listens to the signal and fails by it is no matter for the log', async () => {
    const recorded = recordExchange(({ signal }) =>
      stream(
        (async function* () {
          for (;;) yield await sleep(2, 'x', { signal })
        })(),
      ),
    )
    while (recorded.calls.length < 3) await sleep(1)
    recorded.exchange.abort()
    await sleep(10)
    expect([recorded.logged, recorded.calls.includes('fail')]).toEqual([[], false])
  })

  it('a source that fails to stop is no matter either', async () => {
    for (const stop of [
      () => Promise.reject(new Error('x')),
      () => {
        throw new Error('x')
      },
    ]) {
      const source = {
        [Symbol.asyncIterator]: () => ({ next: () => sleep(1, { done: false, value: 'x' }), return: stop as () => Promise<never> }),
      }
      const recorded = recordExchange(() => stream(source))
      while (recorded.calls.length < 3) await sleep(1)
      expect(() => recorded.exchange.abort()).not.toThrow()
    }
  })

  it('while a write is waited for, the next chunk is never written', async () => {
    const { source, reasons, pulls } = endlessStream()
    const slow = Promise.withResolvers<void>()
    const recorded = recordExchange(() => stream(source), { write: () => slow.promise })
    while (recorded.calls.length < 2) await sleep(1)
    recorded.exchange.abort()
    slow.resolve()
    await sleep(10)
    expect([recorded.calls, reasons, pulls()]).toEqual([['start', 'write'], [aborted], 1])
  })

  it('between chunks that were held back, the rest is not written', async () => {
    const chunks = async function* chunks() {
      yield* ['a', 'b', 'c']
      await sleep(20)
    }
    const recorded = recordExchange(() => stream(chunks()), { write: () => recorded.exchange.abort() })
    await recorded.completed
    await sleep(30)
    expect(recorded.calls).toEqual(['start', 'write'])
  })

  it('before the head of a stream, nothing is written', async () => {
    const { source, reasons } = endlessStream()
    const recorded = recordExchange(() => stream(source))
    recorded.exchange.abort()
    await sleep(10)
    expect([recorded.calls, reasons]).toEqual([[], [aborted]])
  })
})

describe('when a gateway finds while it writes that the client has left', () => {
  const headers = { 'content-length': '1' }
  test.each<[string, () => Response, string[]]>([
    ['send', () => text('x'), ['send']],
    ['start', () => stream(ReadableStream.from([new Uint8Array(1)]), { headers }), ['start']],
    ['write', () => stream(ReadableStream.from([new Uint8Array(1)]), { headers }), ['start', 'write']],
    ['end', () => stream(ReadableStream.from([new Uint8Array(1)]), { headers }), ['start', 'write', 'end']],
  ])('in %s, the exchange is aborted and stays so', async (name, make, calls) => {
    const contexts: Context[] = []
    const abort = (called: string) => {
      if (called === name) recorded.exchange.abort()
    }
    const app: Application = async (context) => {
      contexts.push(context)
      return make()
    }
    const recorded = recordExchange(app, { onCall: abort })
    expect((await recorded.completed).outcome).toBe('aborted')
    await sleep(5)
    expect([recorded.calls, (await contexts[0]?.completed)?.outcome]).toEqual([calls, 'aborted'])
  })
})

describe('after the end', () => {
  it('leaving has no effect: the signal never fires', async () => {
    const contexts: Context[] = []
    const recorded = recordExchange((context) => {
      contexts.push(context)
      void context.signal
      return text('x')
    })
    recorded.exchange.abort()
    const [context] = contexts
    expect([context?.signal.aborted, await recorded.completed]).toEqual([false, expect.objectContaining({ outcome: 'sent', bytes: 1 })])
  })

  it('completed can still be read, and says how long it took', async () => {
    let read: Context | undefined
    const recorded = recordExchange(async (context) => {
      read = context
      await sleep(10)
      return text('x')
    })
    const completion = await recorded.completed
    expect(await read?.completed).toEqual(completion)
    expect(completion.milliseconds).toBeGreaterThanOrEqual(9)
  })
})

describe('a source of nothing but empty chunks', () => {
  it('does not stop the process', async () => {
    const events: string[] = []
    const nothing = async function* nothing() {
      try {
        for (;;) yield ''
      } finally {
        events.push('left')
      }
    }
    const recorded = recordExchange(() => stream(nothing()))
    await sleep(10)
    recorded.exchange.abort()
    await sleep(5)
    expect([recorded.calls, events]).toEqual([['start'], ['left']])
  })
})

describe('backpressure', () => {
  test.each<[string, (endless: ReturnType<typeof endlessStream>) => Application]>([
    [
      'a stream',
      ({ source }) =>
        () =>
          stream(source),
    ],
    [
      'a native Response',
      ({ source }) =>
        () =>
          new Response(source),
    ],
    [
      'an async iterable',
      ({ source }) =>
        () =>
          stream(
            (async function* () {
              yield* source
            })(),
          ),
    ],
  ])('pulls the next chunk of %s only when the peer took the last one', async (_, appOf) => {
    const endless = endlessStream()
    const gates: PromiseWithResolvers<void>[] = []
    const write = () => {
      const gate = Promise.withResolvers<void>()
      gates.push(gate)
      return gate.promise
    }
    const recorded = recordExchange(appOf(endless), { write })
    for (let writes = 1; writes <= 3; writes++) {
      while (gates.length < writes) await sleep(1)
      await sleep(10)
      expect([gates.length, endless.pulls()]).toEqual([writes, writes])
      gates.at(-1)?.resolve()
    }
    recorded.exchange.abort()
  })
})

describe('handlerTimeout', () => {
  it('answers 503, fires the signal and drops the late response', async () => {
    const { source, reasons } = endlessStream()
    const { recorded, context, finish } = waiting(() => stream(source), { handlerTimeout: 10 })
    expect(context.signal.aborted).toBe(false)
    expect(await recorded.completed).toMatchObject({ outcome: 'sent' })
    expect([recorded.calls, recorded.head?.status, recorded.logged.length]).toEqual([['send'], 503, 1])
    expect(context.signal.reason).toMatchObject({ name: 'TimeoutError' })
    await finish()
    expect([reasons.length, recorded.calls]).toEqual([1, ['send']])
  })

  it('is no matter for the log twice, when the application stops by the signal', async () => {
    const stopping = async ({ signal }: Context) => {
      signal.throwIfAborted()
      return text('x')
    }
    const { recorded, finish } = waiting(stopping, { handlerTimeout: 5 })
    await recorded.completed
    await finish()
    expect(recorded.logged).toHaveLength(1)
  })

  it('cancels a source whose head has not left', async () => {
    const { source, reasons } = endlessStream()
    // From here the timer comes before the turn for which a stream is held back.
    await new Promise((resolve) => setImmediate(resolve))
    const recorded = recordExchange(
      () => {
        for (const end = performance.now() + 10; performance.now() < end;);
        return stream(source)
      },
      { handlerTimeout: 5 },
    )
    await recorded.completed
    expect([recorded.calls, recorded.head?.status, reasons.length]).toEqual([['send'], 503, 1])
  })

  it('does not cut a response that has begun', async () => {
    const recorded = recordExchange(
      () =>
        stream(
          (async function* () {
            yield 'a'
            await sleep(30)
            yield 'b'
          })(),
        ),
      { handlerTimeout: 10 },
    )
    expect(await recorded.completed).toMatchObject({ outcome: 'sent', bytes: 2 })
  })

  test.each([0, -1, Number.POSITIVE_INFINITY, Number.NaN, 2 ** 40])('of %p is none', async (handlerTimeout) => {
    const recorded = recordExchange(() => sleep(20, text('x')), { handlerTimeout })
    await recorded.completed
    expect(recorded.head?.status).toBe(200)
  })

  it('keeps no timer once the response is there', async () => {
    const before = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    for (const app of [() => text('x'), async () => text('x')]) await recordExchange(app, { handlerTimeout: 60_000 }).completed
    const aborting = waiting(() => text('x'), { handlerTimeout: 60_000 })
    aborting.recorded.exchange.abort()
    expect(process.getActiveResourcesInfo().filter((name) => name === 'Timeout')).toHaveLength(before)
  })
})
