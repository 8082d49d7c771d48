import { setTimeout as sleep } from 'node:timers/promises'
import { recordExchange } from '../../../test/src/recorded-exchange.ts'
import { empty, stream, text } from './replies.ts'
import { reply } from './reply.ts'

const encode = (part: string) => new TextEncoder().encode(part)

/** A source that says whether it was begun and how often it was stopped. */
function watched(...parts: (string | number)[]) {
  const events: string[] = []
  const source = async function* source(): AsyncGenerator<string> {
    events.push('begun')
    try {
      for (const part of parts) {
        if (typeof part === 'number') await sleep(part)
        else yield part
      }
      events.push('ended')
    } finally {
      events.push('left')
    }
  }
  return { events, source: source() }
}

const streamOf = (...parts: string[]) => ReadableStream.from(parts.map(encode))
const lengthOf = (fields: readonly string[] | undefined) => fields?.[fields.indexOf('content-length') + 1]
const hasLength = (fields: readonly string[] | undefined) => fields?.includes('content-length')

describe('exchange sends what is whole in one call, with its length', () => {
  test.each<[string, () => Response, string]>([
    ['a text', () => text('é☃'), 'é☃'],
    ['an empty text', () => text(''), ''],
    ['bytes', () => reply(encode('é☃')), 'é☃'],
    ['nothing', () => empty(200), ''],
    ['A: a native Response', () => new Response('x'), 'x'],
    ['a native Response of nothing', () => new Response(null), ''],
    ['a native Response of an empty text', () => new Response(''), ''],
    ['a stream that is there at once', () => stream(streamOf('a', 'b')), 'ab'],
    ['an async iterable that is there at once', () => stream(watched('a', 'é').source), 'aé'],
    ['a stream of nothing', () => stream(streamOf()), ''],
    ['a stream of empty chunks', () => stream(streamOf('', 'a', '', 'b', '')), 'ab'],
    ['a text with its length', () => text('é', { headers: { 'content-length': '2' } }), 'é'],
  ])('%s', async (_, make, body) => {
    const { completed, calls, head, text: sent } = await settled(() => make())
    expect(calls).toEqual(['send'])
    expect([head?.status, lengthOf(head?.fields), head?.length, head?.hasBody, sent]).toEqual([
      200,
      String(encode(body).byteLength),
      encode(body).byteLength,
      true,
      body,
    ])
    expect(await completed).toMatchObject({ outcome: 'sent', bytes: encode(body).byteLength })
  })

  it('and synchronously, when the application is', () => {
    expect(recordExchange(() => text('x')).calls).toEqual(['send'])
  })

  it('as often as the same reply is returned', () => {
    const same = text('x')
    expect([1, 2].map(() => recordExchange(() => same).text)).toEqual(['x', 'x'])
  })

  it('as often as a reply of an iterable that can begin again is returned', async () => {
    const same = stream({ [Symbol.asyncIterator]: () => watched('x').source })
    expect([(await settled(() => same)).text, (await settled(() => same)).text]).toEqual(['x', 'x'])
  })

  it('after somebody looked at the body', async () => {
    const made = text('x')
    expect(made.body?.locked).toBe(false)
    expect(recordExchange(() => made).calls).toEqual(['send'])
  })
})

describe('exchange streams what is not there at once', () => {
  it('beginning after one turn of the event loop', async () => {
    const { source } = watched('a', 20, 'b')
    const recorded = await settled(() => stream(source))
    expect(recorded.calls).toEqual(['start', 'write', 'write', 'end'])
    expect([recorded.text, hasLength(recorded.head?.fields), recorded.head?.length]).toEqual(['ab', false, undefined])
    expect(await recorded.completed).toMatchObject({ outcome: 'sent', bytes: 2 })
  })

  it('beginning before the first chunk', async () => {
    const { source } = watched(20, 'a')
    const recorded = recordExchange(() => stream(source))
    await sleep(5)
    expect(recorded.calls).toEqual(['start'])
    await recorded.completed
    expect(recorded.calls).toEqual(['start', 'write', 'end'])
  })

  it('and what is too large to hold', async () => {
    const part = 'x'.repeat(40_000)
    const recorded = await settled(() => stream(streamOf(part, part, part)))
    expect(recorded.calls).toEqual(['start', 'write', 'write', 'write', 'end'])
    expect(await recorded.completed).toMatchObject({ outcome: 'sent', bytes: 120_000 })
  })

  it('and what has a length', async () => {
    const recorded = await settled(() => stream(streamOf('ab', 'c'), { headers: { 'content-length': '3' } }))
    expect(recorded.calls).toEqual(['start', 'write', 'write', 'end'])
    expect([recorded.head?.length, recorded.text]).toEqual([3, 'abc'])
  })
})

describe('a body that is longer than its content-length is cut and reported', () => {
  const headers = { 'content-length': '5' }
  const endless = watched('12', '345678', '9')
  test.each<[string, () => Response]>([
    ['a text', () => text('12345678', { headers })],
    ['bytes', () => reply(encode('12345678'), { headers })],
    ['a stream', () => stream(streamOf('12', '345678'), { headers })],
    ['a stream that breaks at the boundary', () => stream(streamOf('12345', '678'), { headers })],
    ['an async iterable', () => stream(endless.source, { headers })],
    ['A: a native Response', () => new Response('12345678', { headers })],
  ])('%s', async (_, make) => {
    const recorded = await settled(() => make())
    expect([recorded.text, recorded.calls.at(-1), recorded.failure]).toEqual(['12345', 'end', undefined])
    expect(await recorded.completed).toMatchObject({ outcome: 'sent', bytes: 5 })
    expect(recorded.logged).toEqual(["gateway: the response's body is longer than its content-length of 5; the rest was cut"])
  })

  it('and its source is stopped', () => {
    expect(endless.events).toEqual(['begun', 'left'])
  })
})

describe('a body that is shorter than its content-length breaks the exchange', () => {
  const headers = { 'content-length': '5' }
  test.each<[string, () => Response]>([
    ['a text', () => text('123', { headers })],
    ['bytes', () => reply(encode('123'), { headers })],
    ['nothing', () => empty({ status: 200, headers })],
    ['a stream', () => stream(streamOf('12', '3'), { headers })],
    ['A: a native Response', () => new Response('123', { headers })],
  ])('%s', async (_, make) => {
    const recorded = await settled(() => make())
    expect([recorded.calls.at(-1), recorded.calls.includes('end')]).toEqual(['fail', false])
    expect(recorded.failure).toBeInstanceOf(TypeError)
    expect(await recorded.completed).toMatchObject({ outcome: 'failed' })
    expect(recorded.logged).toEqual([expect.stringMatching(/GET \/ broke off.*content-length of 5/s)])
  })
})

describe('HTTP-03: a response to HEAD has no body', () => {
  const incoming = { method: 'HEAD' }
  test.each<[string, () => Response, string | undefined]>([
    ['a text', () => text('é'), '2'],
    ['a text with another length', () => text('é', { headers: { 'content-length': '7' } }), '7'],
    ['nothing, which tells no length', () => empty(200), undefined],
    ['a native Response', () => new Response('x'), undefined],
    ['a stream with a length', () => stream(streamOf('x'), { headers: { 'content-length': '9' } }), '9'],
  ])('%s', async (_, make, length) => {
    const recorded = await settled(() => make(), { incoming })
    expect([recorded.calls, recorded.text, recorded.head?.hasBody]).toEqual([['send'], '', false])
    expect(hasLength(recorded.head?.fields) ? lengthOf(recorded.head?.fields) : undefined).toBe(length)
    expect(await recorded.completed).toMatchObject({ outcome: 'sent', bytes: 0 })
  })

  it('and its source is cancelled once, with a reason', async () => {
    const reasons: unknown[] = []
    const source = new ReadableStream<Uint8Array>({ cancel: (reason) => void reasons.push(reason) })
    await settled(() => new Response(source), { incoming })
    expect(reasons).toEqual([expect.objectContaining({ name: 'AbortError' })])
  })

  it('and an async iterable is not begun', async () => {
    const { source, events } = watched('x')
    await settled(() => stream(source), { incoming })
    expect([events, await source.next()]).toEqual([[], { value: undefined, done: true }])
  })
})

describe('HTTP-03: 204, 205 and 304 have no body', () => {
  const foreign = (status: number, body: unknown, headers = {}) =>
    ({ status, statusText: '', headers: new Headers(headers), body }) as unknown as Response

  test.each([
    [204, undefined],
    [205, '0'],
    [304, undefined],
  ])('%i, whatever a foreign response says', async (status, length) => {
    const { source, events } = watched('x')
    const recorded = await settled(() => foreign(status, source))
    expect([recorded.calls, recorded.text, recorded.head?.hasBody, events]).toEqual([['send'], '', false, []])
    expect(hasLength(recorded.head?.fields) ? lengthOf(recorded.head?.fields) : undefined).toBe(length)
  })

  test.each([
    [204, undefined],
    [205, '0'],
    [304, '5'],
  ])('%i with a content-length of 5', (status, length) => {
    const recorded = recordExchange(() => empty({ status, headers: { 'content-length': '5' } }))
    expect([recorded.calls, recorded.head?.length]).toEqual([['send'], 0])
    expect(hasLength(recorded.head?.fields) ? lengthOf(recorded.head?.fields) : undefined).toBe(length)
  })
})

describe('trailer fields', () => {
  const incoming = { can: { informational: false, trailers: true, upgrade: false, sendfile: false, fullDuplex: false } }
  const trailers = () => ({ Digest: 'x' })

  test.each<[string, () => Response]>([
    ['a text', () => reply('ab', { trailers })],
    ['a stream', () => reply(streamOf('a', 'b'), { trailers })],
  ])('follow %s, which then has no length', async (_, make) => {
    const recorded = await settled(() => make(), { incoming })
    expect([recorded.calls.at(0), recorded.calls.at(-1)]).toEqual(['start', 'end'])
    expect([recorded.text, recorded.trailers, hasLength(recorded.head?.fields)]).toEqual(['ab', ['digest', 'x'], false])
  })

  it('are not made where the gateway has none', async () => {
    let made = 0
    const recorded = recordExchange(() => reply('ab', { trailers: () => ({ unused: String(++made) }) }))
    expect([recorded.calls, lengthOf(recorded.head?.fields)]).toEqual([['send'], '2'])
  })

  it('are not sent without a body', async () => {
    const recorded = recordExchange(() => reply('ab', { trailers }), { incoming: { ...incoming, method: 'HEAD' } })
    expect([recorded.calls, recorded.trailers]).toEqual([['send'], undefined])
  })

  test.each([
    [
      'throw',
      () => {
        throw new RangeError('late')
      },
    ],
    ['cannot be sent', () => ({ a: 'b\nc' })],
    ['would change the framing', () => ({ 'Content-Length': '5' })],
    ['belong to the connection', () => ({ 'Transfer-Encoding': 'chunked' })],
  ])('break the exchange when they %s', async (_, failing) => {
    const recorded = await settled(() => reply('ab', { trailers: failing }), { incoming })
    expect([recorded.calls, (await recorded.completed).outcome]).toEqual([['start', 'write', 'fail'], 'failed'])
  })
})

/** An exchange, when it is over. */
async function settled(...[app, options]: Parameters<typeof recordExchange>): Promise<ReturnType<typeof recordExchange>> {
  const recorded = recordExchange(app, options)
  await recorded.completed
  return recorded
}
