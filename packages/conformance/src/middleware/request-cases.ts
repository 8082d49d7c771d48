import { deepEqual, equal, ok } from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { extend, fromFetch, GatewayError, text, toFetch, type Context } from '@gangway/gateway'
import type { MiddlewareCase } from './middleware-case.ts'
import { sameBytes } from './same-bytes.ts'
import { settle } from './sources.ts'

const plain = { 'content-type': 'text/plain' }
const mostAhead = 8
const readers: readonly ((context: Context) => Promise<Buffer>)[] = [
  async ({ body }) => Buffer.from(await new Response(body && ReadableStream.from(body)).arrayBuffer()),
  async ({ request }) => Buffer.from(await request.arrayBuffer()),
]

/** What the application inside must see of the request, and reach of the gateway. */
export const requestCases: readonly MiddlewareCase[] = [
  {
    name: 'the application sees the request as it was sent',
    async run(subject) {
      const target = '/a%2Fb/c%20d;e=f/?x=1&x=2&y=%26+'
      let seen: unknown
      await subject.send(
        ({ method, target: raw, mount, path, query, headers, client, gateway, can }) => {
          seen = [method, raw, mount, path, query, headers.get('x-contract'), client.address, gateway.software, can.trailers]
          return text('a page')
        },
        { method: 'PUT', target, headers: { 'x-contract': 'caf\xe9' } },
      )
      deepEqual(seen, ['PUT', target, '', '/a%2Fb/c%20d;e=f/', 'x=1&x=2&y=%26+', 'caf\xe9', '192.0.2.1', 'contract', true])
    },
  },
  {
    name: 'the body of a request arrives, by context.body and by context.request',
    async run(subject) {
      const chunks = Array.from({ length: 10 }, () => randomBytes(10_000))
      for (const read of readers) {
        let seen: Buffer | undefined
        const body = (async function* () {
          yield* chunks
        })()
        const app = async (context: Context): Promise<Response> => {
          seen = await read(context)
          return text(context.headers.get('content-type') ?? '')
        }
        const received = await subject.send(app, { method: 'POST', headers: plain, body })
        equal(await received.text(), 'text/plain')
        sameBytes(seen, Buffer.concat(chunks))
      }
    },
  },
  {
    name: 'the body of a request is pulled as the application reads it, and not at all when it does not',
    async run(subject) {
      for (const isRead of [true, false]) {
        let pulls = 0
        const body = (async function* () {
          for (; pulls < 1000; await wait(0)) {
            pulls++
            yield randomBytes(1000)
          }
        })()
        const app = async (context: Context): Promise<Response> => {
          if (isRead) await context.body?.[Symbol.asyncIterator]().next()
          await wait(20)
          return text('a page')
        }
        equal(await (await subject.send(app, { method: 'POST', headers: plain, body })).text(), 'a page')
        ok(pulls <= (isRead ? mostAhead : 1), `${pulls} chunks of the request were read`)
      }
    },
  },
  {
    name: 'a request whose body breaks off is told to the application, and answered',
    async run(subject) {
      const broken = new GatewayError('ERR_BODY_TRUNCATED', 'the peer sent less than it promised')
      for (const read of readers) {
        const body = (async function* () {
          yield randomBytes(1000)
          await wait(1)
          throw broken
        })()
        const failure = Promise.withResolvers<unknown>()
        const app = async (context: Context): Promise<Response> => {
          await read(context).catch((error: unknown) => {
            failure.resolve(error)
            throw error
          })
          return text('a page')
        }
        const received = await subject.send(app, { method: 'POST', headers: plain, body })
        equal(received.status, 400)
        ok((await failure.promise) instanceof Error)
      }
    },
  },
  {
    name: 'the signal reaches the application, by the context and by its request, and fires when the client leaves',
    async run(subject) {
      const reached = Promise.withResolvers<Context>()
      const app = async (context: Context): Promise<Response> => {
        void context.signal
        void context.request.signal
        reached.resolve(context)
        await new Promise((resolve) => context.signal.addEventListener('abort', resolve))
        return text('late')
      }
      const visit = subject.visit(subject.wrap(app))
      const context = await reached.promise
      deepEqual([context.signal.aborted, context.request.signal.aborted], [false, false])
      visit.leave()
      await settle()
      deepEqual([context.signal.aborted, context.request.signal.aborted], [true, true])
      ok(context.signal.reason instanceof DOMException && context.signal.reason.name === 'AbortError')
    },
  },
  {
    name: 'a context that a layer outside derived by with() is the one that counts',
    async run(subject) {
      let seen: unknown
      const inner = subject.wrap((context) => {
        const { method, mount, path, query, headers } = context
        seen = [method, mount, path, query, headers.get('x-contract'), new URL(context.request.url).pathname]
        return text('a page')
      })
      const visit = subject.visit((context) =>
        inner(context.with({ mount: '/app', path: '/x%20y', query: 'a=b', headers: [...context.headers, ['x-contract', 'derived']] })),
      )
      await visit.received
      deepEqual(seen, ['GET', '/app', '/x%20y', 'a=b', 'derived', '/app/x%20y'])
    },
  },
  {
    name: 'what other layers put on the context is there, also on what is derived inside',
    async run(subject) {
      const probe = {}
      let seen: unknown[] = []
      const inner = subject.wrap((context) => {
        const derived = context.with({ path: '/derived' })
        seen = [Reflect.get(context, 'probe'), Reflect.get(derived, 'probe'), derived.path]
        deepEqual(Object.keys(derived).toSorted(), Object.keys(context).toSorted())
        return text('a page')
      })
      equal((await subject.visit((context) => inner(extend(context, { probe }))).received).status, 200)
      ok(seen[0] === probe && seen[1] === probe && seen[2] === '/derived')
    },
  },
  {
    name: 'waitUntil, the log and interim responses reach the gateway',
    async run(subject) {
      const failing = Promise.reject(new Error('later'))
      // A middleware that loses it fails this test, and not the process.
      failing.catch(() => {})
      const visit = subject.visit(
        subject.wrap((context) => {
          context.sendInformational(103, { link: '</style.css>; rel=preload' })
          context.log('said by the application')
          context.waitUntil(failing)
          return text('a page')
        }),
      )
      await visit.received
      await Promise.all(visit.waited)
      deepEqual(visit.interim, [[103, ['link', '</style.css>; rel=preload']]])
      ok(visit.waited.length > 0)
      for (const said of ['said by the application', 'later']) ok(visit.logged.some((line) => line.includes(said)))
    },
  },
  {
    name: 'the application is told how the exchange ended',
    async run(subject) {
      const ended = Promise.withResolvers<unknown>()
      const received = await subject.send((context) => {
        context.completed.then(({ outcome }) => ended.resolve(outcome), ended.reject)
        return text('a page')
      })
      await received.bytes()
      equal(await ended.promise, 'sent')
    },
  },
  {
    name: 'a Fetch handler works inside',
    async run(subject) {
      const handler = async (request: Request): Promise<Response> =>
        new Response(`${request.method} ${new URL(request.url).pathname} ${await request.text()}`, { headers: { 'x-contract': 'native' } })
      const body = (async function* () {
        yield Buffer.from('the body')
      })()
      const received = await subject.send(fromFetch(handler), { method: 'POST', target: '/posts', headers: plain, body })
      deepEqual([await received.text(), received.headers.get('x-contract')], ['POST /posts the body', 'native'])
    },
  },
  {
    name: 'it works in a Fetch server',
    isBare: true,
    async run(subject) {
      const handler = toFetch(subject.wrap(({ path }) => text(path, { headers: { 'x-contract': 'yes' } })))
      const context = subject.context({ target: '/page' })
      const response = await handler(
        new Request(context.url, { headers: [...context.headers].filter(([name]) => name !== 'accept-encoding') }),
      )
      deepEqual([response instanceof Response, response.headers.get('x-contract'), await response.text()], [true, 'yes', '/page'])
    },
  },
  {
    name: 'requests at once are kept apart',
    async run(subject) {
      const wrapped = subject.wrap(async ({ headers }) => {
        const number = Number(headers.get('x-number'))
        await wait((number * 7) % 10)
        return text(`page ${number}`, { headers: { 'x-number': String(number), 'set-cookie': `n=${number}` } })
      })
      const numbers = Array.from({ length: 20 }, (_, index) => index)
      await Promise.all(
        numbers.map(async (number) => {
          const received = await subject.visit(wrapped, { headers: { 'x-number': String(number) } }).received
          const cookies = received.headers.getSetCookie().filter((cookie) => cookie.startsWith('n='))
          deepEqual([received.headers.get('x-number'), cookies, await received.text()], [String(number), [`n=${number}`], `page ${number}`])
        }),
      )
    },
  },
]
