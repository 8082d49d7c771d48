import {
  bodyOf,
  contextFor,
  earlyHints,
  empty,
  exchange,
  extend,
  file,
  html,
  HttpError,
  json,
  redirect,
  reply,
  stack,
  stream,
  text,
  withBody,
  withHeaders,
  type Application,
  type Head,
  type Incoming,
  type Middleware,
  type Outgoing,
} from '@gangway/gateway'
import { setTimeout as delay } from 'node:timers/promises'
import { lint, type Violation } from './index.ts'

const found: Violation[] = []
const reporting = (name: string, severity: 'error' | 'warn' = 'warn') =>
  lint({ name, severity, onViolation: (violation) => found.push(violation) })
const findings = () => found.map(({ code, blame: { party, outside, inside } }) => [code, party, outside, inside])

beforeEach(() => {
  found.length = 0
})

const hop: Middleware = (app) => (context) => app(context)

describe('an exchange through lints', () => {
  it.each([
    ['text', () => text('a')],
    ['html', () => html`<p>${'a'}`],
    ['json', () => json({ a: 1 })],
    ['bytes', () => reply(new Uint8Array(3), { headers: { 'content-type': 'image/png' } })],
    ['a file', () => file(new URL(import.meta.url))],
    ['no body', () => empty()],
    ['a redirect', () => redirect('/b')],
    ['a stream of chunks', () => stream(chunks(), typed)],
    ['a ReadableStream', () => stream(ReadableStream.from(chunks()) as ReadableStream<Uint8Array>, typed)],
    ['a stream with a length', () => stream(chunks(), { headers: { ...typed.headers, 'content-length': '4' } })],
    ['a genuine Response', () => new Response('abc')],
    ['an immutable Response', () => Response.redirect('http://localhost/')],
    ['a promise', async () => text('a')],
    ['an HttpError', () => Promise.reject(new HttpError(404))],
    ['an error', () => Promise.reject(new Error('no'))],
  ] as const)('is the same as without them, and finds nothing, for %s', async (_, answer) => {
    for (const method of ['GET', 'HEAD', 'POST']) {
      const plain = await serve(layers(answer, hop), { method })
      const linted = await serve(layers(answer, reporting('x')), { method })
      expect(linted.head).toEqual(plain.head)
      expect(linted.events).toEqual(plain.events)
    }
    expect(findings()).toEqual([])
  })

  it('finds nothing when the client leaves in the middle, and tells the source', async () => {
    let wasCancelled = false
    async function* endless() {
      try {
        for (;;) {
          yield 'chunk'
          await delay(1)
        }
      } finally {
        wasCancelled = true
      }
    }
    const { events } = await serve(
      layers(() => stream(endless(), typed), reporting('x')),
      { abortAfter: 5 },
    )
    await delay(5)
    expect(events).not.toContain('end')
    expect(wasCancelled).toBe(true)
    expect(findings()).toEqual([])
  })

  it('reads no chunk before it is asked for', async () => {
    const log: string[] = []
    async function* counting() {
      for (const chunk of ['a', 'b']) {
        log.push(`made ${chunk}`)
        yield chunk
      }
    }
    for (const source of [counting(), ReadableStream.from(counting())]) {
      log.length = 0
      // The types of the two sources differ, what they give does not.
      const response = await layers(() => stream(source as AsyncIterable<string>, typed), reporting('x'))(contextFor('GET', '/'))
      await delay(2)
      expect(log).toEqual([])
      for await (const chunk of bodyOf(response) as AsyncIterable<string>) log.push(`got ${chunk}`)
      expect(log).toEqual(['made a', 'got a', 'made b', 'got b'])
    }
    expect(findings()).toEqual([])
  })

  it('keeps trailers, cookies and the length of a streamed response', async () => {
    const app = () =>
      stream(chunks(), {
        trailers: () => ({ checksum: '1' }),
        headers: [...Object.entries(typed.headers), ['set-cookie', 'a=b'], ['set-cookie', 'c=d'], ['content-length', '4']],
      })
    const { head, events } = await serve(stack().use(reporting('a')).use(hop).use(reporting('b')).app(app), { trailers: true })
    expect(head?.fields.filter((_, index) => index % 2 === 1)).toEqual(expect.arrayContaining(['a=b', 'c=d', '4']))
    expect(events.at(-1)).toBe('end checksum 1')
    expect(findings()).toEqual([])
  })

  it('stays synchronous where the application is', () => {
    expect(layers(() => text('a'), reporting('x'))(contextFor('GET', '/'))).toBeInstanceOf(Response)
  })

  it('hands the same thrown error on', async () => {
    const error = new HttpError(418)
    const app = layers(() => {
      throw error
    }, reporting('x'))
    expect(() => app(contextFor('GET', '/'))).toThrow(error)
    await expect(layers(() => Promise.reject(error), reporting('x'))(contextFor('GET', '/'))).rejects.toBe(error)
  })

  it('lets what was added to the context be seen outside as well, and methods be called', async () => {
    const lines: string[] = []
    const context = contextFor('GET', '/', { log: (line) => lines.push(line), headers: { a: 'b' } })
    const app = layers((inner) => {
      inner.log('inside')
      expect(inner.headers.get('A')).toBe('b')
      expect(JSON.parse(JSON.stringify(inner)).headers).toEqual({ a: 'b', host: 'localhost', 'x-seen': '1' })
      expect(inner.request).toBe(inner.request)
      expect(inner.body).toBe(inner.body)
      expect(inner.log).toBe(inner.log)
      expect(earlyHints(inner, ['</a>'])).toBe(false)
      return empty()
    }, reporting('x'))
    await app(context)
    expect(Object.entries(context)).toEqual([['user', 'me']])
    expect(lines).toEqual(['inside'])
    expect(findings()).toEqual([])
  })

  it('fails for what fails without it: a context that inherits from another', async () => {
    const app = reporting('a')((context) => text(Object.create(context).method))
    expect(() => app(contextFor('GET', '/'))).toThrow(TypeError)
  })
})

const typed = { headers: { 'content-type': 'text/plain; charset=utf-8' } }

async function* chunks() {
  yield 'ab'
  await delay(1)
  yield new Uint8Array([99, 100])
}

function user(app: Application<{ user: string }>): Application {
  return (context) => app(extend(context, { user: 'me' }))
}

// Middleware as it should be, with something between each two of them.
function layers(app: Application, between: Middleware): Application {
  const mounted: Middleware = (inner) => (context) => inner(context.with({ headers: [...context.headers, ['x-seen', '1']] }))
  const named: Middleware = (inner) => (context) => {
    const name = (response: Response) => withHeaders(response, (headers) => headers.append('vary', 'accept'))
    const response = inner(context)
    return response instanceof Promise ? response.then(name) : name(response)
  }
  const passing: Middleware = (inner) => (context) => {
    const through = (response: Response) => {
      const source = bodyOf(response)
      return typeof source === 'object' && source && Symbol.asyncIterator in source ? withBody(response, pass(source)) : response
    }
    const response = inner(context)
    return response instanceof Promise ? response.then(through) : through(response)
  }
  return stack().use(between).use(user).use(between).use(mounted).use(between).use(named).use(between).use(passing).use(between).app(app)
}

// Not a generator: one that nobody began to run would not cancel what it wraps.
function pass(source: AsyncIterable<Uint8Array | string>): AsyncIterable<Uint8Array | string> {
  return {
    [Symbol.asyncIterator]() {
      const iterator = source[Symbol.asyncIterator]()
      return { next: () => iterator.next(), return: async () => (await iterator.return?.(), { done: true, value: undefined }) }
    },
  }
}

interface Served {
  readonly head: Head | undefined
  readonly events: readonly string[]
}

// A gateway that writes down what it would send.
async function serve(app: Application, init: { method?: string; abortAfter?: number; trailers?: boolean }): Promise<Served> {
  const { method = 'GET', abortAfter, trailers = false } = init
  const events: string[] = []
  let head: Head | undefined
  const done = Promise.withResolvers<void>()
  const decode = (body: string | Uint8Array) => (typeof body === 'string' ? body : new TextDecoder().decode(body))
  const outgoing: Outgoing = {
    send(given, body) {
      head = given
      events.push(`send ${body === null ? null : decode(body)}`)
      done.resolve()
    },
    start(given) {
      head = given
    },
    write: (chunk) => void events.push(`write ${decode(chunk)}`),
    end(fields) {
      events.push(fields ? `end ${fields.join(' ')}` : 'end')
      done.resolve()
    },
    fail(error) {
      events.push(`fail ${String(error)}`)
      done.resolve()
    },
  }
  const running = exchange(app, incoming(method, trailers), outgoing)
  if (abortAfter !== undefined) {
    await delay(abortAfter)
    running.abort()
  } else await done.promise
  await delay(2)
  return { head, events: events.map((event) => event.replace(/Reference: \w+/, 'Reference')) }
}

function incoming(method: string, trailers: boolean): Incoming {
  const { client, tls, gateway, can } = contextFor('GET', '/')
  return {
    method,
    target: '/a',
    scheme: 'http',
    authority: 'localhost',
    mount: '',
    path: '/a',
    query: '',
    fields: ['Host', 'localhost'],
    body: null,
    client,
    tls,
    gateway,
    can: { ...can, trailers },
    log() {},
    waitUntil() {},
  }
}
