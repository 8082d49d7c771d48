import {
  contextFor,
  empty,
  extend,
  stack,
  stream,
  text,
  withHeaders,
  type Application,
  type Completion,
  type Context,
  type Middleware,
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
const sent: Completion = { outcome: 'sent', bytes: 0, milliseconds: 0 }
const typed = { headers: { 'content-type': 'text/plain; charset=utf-8' } }
const broken = () => empty({ status: 200, headers: { status: '404' } })

describe('blame', () => {
  const bad = (context: Context) => Object.defineProperty(context, 'query', { value: '?' })

  it('is with the server for a context that arrives at the outermost lint, and is said once', async () => {
    const app = stack()
      .use(reporting('a'))
      .use(hop)
      .use(reporting('b'))
      .app(() => empty())
    await app(bad(contextFor('GET', '/')))
    expect(findings()).toEqual([['LINT-116', 'server', undefined, 'a']])
  })

  it('is with the middleware between two lints for a context that only the inner finds wrong', async () => {
    const app = stack()
      .use(reporting('a'))
      .use((inner) => (context) => inner(context.with({ headers: { connection: 'close' } })))
      .use(reporting('b'))
      .app(() => empty())
    await app(contextFor('GET', '/'))
    expect(findings()).toEqual([['LINT-126', 'middleware', 'a', 'b']])
  })

  it('is with the middleware between two lints for a response that only the outer finds wrong', async () => {
    const breaking: Middleware = (inner) => async (context) => withHeaders(await inner(context), (headers) => headers.set('status', '404'))
    await stack()
      .use(reporting('a'))
      .use(breaking)
      .use(reporting('b'))
      .app(() => empty())(contextFor('GET', '/'))
    expect(findings()).toEqual([['LINT-223', 'middleware', 'a', 'b']])
  })

  it('is with the application for what it returns through any number of lints, and is said once', async () => {
    await stack().use(reporting('a')).use(hop).use(reporting('b')).use(hop).use(reporting('c')).app(broken)(contextFor('GET', '/'))
    expect(findings()).toEqual([['LINT-223', 'application', 'c', undefined]])
  })

  it('is passed on to a lint that reports what the one around it does not', async () => {
    const context = contextFor('GET', '/', { headers: { a: 'b' }, body: failing() })
    const app = stack()
      .use(reporting('a', 'error'))
      .use(hop)
      .use(reporting('b', 'warn'))
      .app(async ({ body }) => (await body?.bytes().catch(() => {}), empty()))
    await app(context)
    expect(findings()).toEqual([['LINT-306', 'server', undefined, 'a']])
  })

  it('is with the middleware that gives another body, for the chunks of that body', async () => {
    const replacing: Middleware = (inner) => (context) => inner(context.with({ body: emptyChunk(), headers: {} }))
    const app = stack()
      .use(reporting('a'))
      .use(replacing)
      .use(reporting('b'))
      .app(async ({ body }) => {
        for await (const chunk of body ?? []) void chunk
        return empty()
      })
    await app(contextFor('POST', '/', { body: 'x' }))
    expect(findings()).toEqual([['LINT-302', 'middleware', 'a', 'b']])
  })

  it('is with the one that reads, or writes to the context, nearest to the lint', async () => {
    const rude: Middleware = (inner) => async (context) => {
      const response = await inner(context)
      Reflect.deleteProperty(context, 'user')
      return response
    }
    await stack()
      .use(reporting('a'))
      .use(user)
      .use(rude)
      .use(reporting('b'))
      .app(() => empty())(contextFor('GET', '/'))
    expect(findings()).toEqual([['LINT-351', 'middleware', 'a', 'b']])
  })

  it('is with the middleware for a body that it left unread', async () => {
    const dropping: Middleware = (inner) => async (context) => (await inner(context), text('another'))
    const app = stack()
      .use(reporting('a'))
      .use(dropping)
      .use(reporting('b'))
      .app(() => stream(new ReadableStream(), typed))
    await app(contextFor('GET', '/', { completed: Promise.resolve(sent) }))
    await delay(5)
    expect(findings()).toEqual([['LINT-347', 'middleware', 'a', 'b']])
  })

  it('is with the server for a body that came through to it, and that it left unread', async () => {
    const app = stack()
      .use(reporting('a'))
      .use(hop)
      .use(reporting('b'))
      .app(() => stream(new ReadableStream(), typed))
    await app(contextFor('GET', '/', { completed: Promise.resolve(sent) }))
    await delay(5)
    expect(findings()).toEqual([['LINT-347', 'server', undefined, 'a']])
  })

  it('calls lints without a name by their number, from the outside', async () => {
    const counting = () => lint({ onViolation: (violation) => found.push(violation) })
    await stack().use(counting()).use(hop).use(counting()).app(broken)(contextFor('GET', '/'))
    expect(found[0]?.message).toContain('the application, inside lint 2')
  })
})

function user(app: Application<{ user: string }>): Application {
  return (context) => app(extend(context, { user: 'me' }))
}

async function* emptyChunk(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(0)
}

async function* failing(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(1)
  throw new Error('lost')
}
