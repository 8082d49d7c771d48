import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as textOf } from 'node:stream/consumers'
import { contextFor } from './context-for.ts'
import type { Context } from './context.ts'
import { fromFetch } from './from-fetch.ts'
import { toFetch } from './to-fetch.ts'
import { GatewayError } from './gateway-error.ts'
import { empty } from './replies.ts'

const encode = (part: string) => new TextEncoder().encode(part)

/** A body that notes what happens to it. */
function watched(...parts: (string | Error)[]) {
  const events: string[] = []
  const chunks = async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      for (const part of parts) {
        if (typeof part !== 'string') throw part
        events.push(part)
        yield encode(part)
      }
      events.push('end')
    } finally {
      events.push('left')
    }
  }
  return { events, body: chunks() }
}

async function outcome(operate: () => unknown): Promise<unknown> {
  try {
    return await operate()
  } catch (error) {
    return error instanceof Error ? error.constructor.name : error
  }
}

/** The context of a POST, once over a gateway's chunks and once over a genuine Request. */
const makers: [string, (...parts: string[]) => Promise<Context>][] = [
  ['over chunks', async (...parts) => contextFor('POST', '/', { body: watched(...parts).body, headers: { 'content-type': 'text/plain' } })],
  [
    'over a Request',
    async (...parts) => {
      const seen = Promise.withResolvers<Context>()
      const fetched = toFetch((context) => {
        seen.resolve(context)
        return empty()
      })
      const body = ReadableStream.from(parts.map(encode))
      await fetched(new Request('http://localhost/', { method: 'POST', body, duplex: 'half', headers: { 'content-type': 'text/plain' } }))
      return seen.promise
    },
  ],
]

describe.each(makers)('one body %s', (_, make) => {
  it('read by the context is used for the request', async () => {
    const context = await make('a', 'b')
    expect([context.body?.used, await context.body?.text(), context.body?.used]).toEqual([false, 'ab', true])
    expect([context.request.bodyUsed, await outcome(() => context.request.text())]).toEqual([true, 'TypeError'])
  })

  it('read by the request is used for the context', async () => {
    const context = await make('a', 'b')
    expect(await context.request.text()).toBe('ab')
    expect([context.body?.used, await outcome(() => context.body?.text())]).toEqual([true, 'TypeError'])
    expect(() => context.body?.[Symbol.asyncIterator]()).toThrow(TypeError)
  })

  it('read by the context is used for a request that was there before', async () => {
    const context = await make('a', 'b')
    const { request } = context
    expect([request.bodyUsed, await context.body?.text(), request.bodyUsed]).toEqual([false, 'ab', true])
    expect(context.request).toBe(request)
  })

  it('read in part by the context goes on there, and is used for the request', async () => {
    const context = await make('a', 'b', 'c')
    const iterator = context.body?.[Symbol.asyncIterator]()
    expect((await iterator?.next())?.value).toEqual(encode('a'))
    expect([context.body?.used, context.request.bodyUsed]).toEqual([true, true])
    expect((await iterator?.next())?.value).toEqual(encode('b'))
    expect(() => context.body?.[Symbol.asyncIterator]()).toThrow(TypeError)
  })

  it('read in part by the request goes on there, and is used for the context', async () => {
    const context = await make('a', 'b', 'c')
    const reader = context.request.body?.getReader()
    expect(() => context.body?.[Symbol.asyncIterator]()).toThrow(TypeError)
    expect((await reader?.read())?.value).toEqual(encode('a'))
    expect([context.body?.used, await outcome(() => context.body?.bytes())]).toEqual([true, 'TypeError'])
    expect((await reader?.read())?.value).toEqual(encode('b'))
  })

  it('of a request that was cloned can be read twice, by context and clone', async () => {
    const context = await make('a', 'b')
    const clone = context.request.clone()
    expect([await context.body?.text(), await clone.text(), context.request.bodyUsed]).toEqual(['ab', 'ab', true])
  })

  it('of a request that was cloned can be read twice, by request and clone', async () => {
    const context = await make('a', 'b')
    const clone = context.request.clone()
    expect([await context.request.text(), await clone.text(), context.body?.used]).toEqual(['ab', 'ab', true])
  })

  it('moves to a new Request made of the request', async () => {
    const context = await make('a', 'b')
    const moved = new Request(context.request, { headers: { a: 'b' } })
    expect([moved.method, moved.headers.get('a'), await moved.text()]).toEqual(['POST', 'b', 'ab'])
    expect([context.request.bodyUsed, context.body?.used, await outcome(() => context.body?.text())]).toEqual([true, true, 'TypeError'])
  })

  it('is the same for a derived context', async () => {
    const context = await make('a', 'b')
    const derived = context.with({ headers: { a: 'b' } })
    expect(derived.body).toBe(context.body)
    expect(await derived.body?.text()).toBe('ab')
    expect([context.request.bodyUsed, derived.request.bodyUsed, derived.request.headers.get('a')]).toEqual([true, true, 'b'])
  })

  it('is the same for the request of a derived context, whichever is there first', async () => {
    for (const isFirst of [true, false]) {
      const context = await make('a', 'b')
      const derived = context.with({ headers: { a: 'b' } })
      if (isFirst) void context.request
      expect(await derived.request.text()).toBe('ab')
      expect([context.body?.used, context.request.bodyUsed, derived.body?.used]).toEqual([true, true, true])
      expect([await outcome(() => context.request.text()), await outcome(() => derived.body?.text())]).toEqual(['TypeError', 'TypeError'])
    }
  })

  it('is left when a loop over it is left', async () => {
    const context = await make('a', 'b')
    for await (const chunk of context.body ?? []) {
      expect(chunk).toEqual(encode('a'))
      break
    }
    expect([context.body?.used, context.request.bodyUsed]).toEqual([true, true])
  })

  it('can be replaced', async () => {
    const context = await make('a')
    const derived = context.with({ body: watched('x', 'y').body })
    expect([await derived.request.text(), await context.body?.text()]).toEqual(['xy', 'a'])
    expect([context.with({ body: null }).body, context.with({ body: null }).request.body]).toEqual([null, null])
  })
})

describe('a body of a gateway', () => {
  it('is not touched before somebody reads, and pulled as it is read', async () => {
    const { body, events } = watched('a', 'b', 'c')
    const turn = () => new Promise((resolve) => setImmediate(resolve))
    const { request } = contextFor('POST', '/', { body })
    await turn()
    expect(events).toEqual([])
    await request.body?.getReader().read()
    await turn()
    expect(events).toEqual(['a'])
  })

  it('is left when a loop over it is left, or the request is cancelled', async () => {
    const looped = watched('a', 'b')
    for await (const chunk of contextFor('POST', '/', { body: looped.body }).body ?? []) if (chunk) break
    expect(looped.events).toEqual(['a', 'left'])
    const cancelled = watched('a', 'b')
    const reader = contextFor('POST', '/', { body: cancelled.body }).request.body?.getReader()
    await reader?.read()
    await reader?.cancel()
    expect(cancelled.events).toEqual(['a', 'left'])
  })

  it('that is cancelled unread is told so', async () => {
    const told: unknown[] = []
    const body = {
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.reject(new Error('read')),
        return: async (reason: unknown) => (told.push(reason), { done: true as const, value: undefined }),
      }),
    }
    await contextFor('POST', '/', { body }).request.body?.cancel('unwanted')
    expect(told).toEqual(['unwanted'])
  })

  it('C.8: that breaks off fails the reader, and never seems to end', async () => {
    const cut = new GatewayError('ERR_BODY_TRUNCATED', 'gateway: cut')
    await expect(contextFor('POST', '/', { body: watched('a', cut).body }).body?.text()).rejects.toBe(cut)
    await expect(contextFor('POST', '/', { body: watched('a', cut).body }).request.text()).rejects.toBe(cut)
  })

  it('of a GET is there, but not for Fetch', async () => {
    const context = contextFor('GET', '/', { body: 'x' })
    expect([context.request.body, context.request.method]).toEqual([null, 'GET'])
    expect([context.body?.used, await context.body?.text()]).toEqual([false, 'x'])
  })

  it('is null where there is none', async () => {
    const context = contextFor('POST', '/')
    expect([context.body, context.request.body, await context.request.text()]).toEqual([null, null, ''])
  })
})

describe('RequestBody reads', () => {
  const bodyOf = (...parts: string[]) => contextFor('POST', '/', { body: watched(...parts).body }).body

  it('text, without a byte order mark and across characters', async () => {
    expect(await contextFor('POST', '/', { body: '\ufeffé' }).body?.text()).toBe('é')
    const bytes = encode('é☃')
    const body = ReadableStream.from([bytes.subarray(0, 1), bytes.subarray(1, 3), bytes.subarray(3)])
    expect(await contextFor('POST', '/', { body }).body?.text()).toBe('é☃')
  })

  it('bytes of one chunk, of several and of none', async () => {
    expect(await bodyOf('a')?.bytes()).toEqual(encode('a'))
    expect(await bodyOf('a', 'b')?.bytes()).toEqual(encode('ab'))
    expect(await bodyOf()?.bytes()).toEqual(new Uint8Array())
  })

  it('JSON', async () => {
    expect(await bodyOf('{"a":', '1}')?.json()).toEqual({ a: 1 })
    await expect(bodyOf('{')?.json()).rejects.toThrow(SyntaxError)
  })
})

describe('context.request', () => {
  it('reads forms of both types', async () => {
    const type = 'application/x-www-form-urlencoded'
    const plain = contextFor('POST', '/', { body: 'a=1&b=%C3%A9', headers: { 'content-type': type } })
    expect([...(await plain.request.formData())]).toEqual([
      ['a', '1'],
      ['b', 'é'],
    ])
    const form = new FormData()
    form.append('a', 'é')
    form.append('file', new File(['content'], 'name.txt', { type: 'text/plain' }))
    const sent = new Response(form)
    const headers = { 'content-type': sent.headers.get('content-type') ?? '' }
    const parts = await contextFor('POST', '/', { body: await sent.bytes(), headers }).request.formData()
    const file = parts.get('file')
    expect([parts.get('a'), file instanceof File && [file.name, file.type, await file.text()]]).toEqual([
      'é',
      ['name.txt', 'text/plain', 'content'],
    ])
  })

  it('can be handed to fetch, with its body as a stream', async () => {
    const answer = async (request: IncomingMessage, response: ServerResponse) => {
      const body = await textOf(request)
      response.end(`${request.method} ${request.url} ${String(request.headers['x-a'])} ${body}`)
    }
    const server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    try {
      const context = contextFor('POST', '/here', { body: watched('a', 'b').body, headers: { 'x-a': '1' } })
      const target = `http://127.0.0.1:${port}/there`
      const headers = new Headers(context.request.headers)
      headers.delete('host')
      const response = await fetch(target, new Request(context.request, { headers }))
      expect(await response.text()).toBe('POST /there 1 ab')
      expect(await (await fetch(target, contextFor('GET', '/', { headers: { 'x-a': '2' } }).request)).text()).toBe('GET /there 2 ')
    } finally {
      server.close()
    }
  })

  it('is what a Fetch handler gets', async () => {
    const app = fromFetch(async (request, context) => new Response(`${await request.text()} ${context.body?.used}`))
    const response = await app(contextFor('PUT', '/', { body: 'x' }))
    expect(await response.text()).toBe('x true')
  })

  test.each(['TRACE', 'CONNECT', 'TRACK', 'trace'])('A: cannot have the method %s', (method) => {
    const context = contextFor(method, method === 'CONNECT' ? 'http://a.test/' : '/')
    expect(() => context.request).toThrow(expect.objectContaining({ code: 'ERR_METHOD_NOT_SUPPORTED', status: 501 }))
  })
})
