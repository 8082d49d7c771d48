// What this file says is checked by the compiler: each line that must not compile is marked, and a mark without an error is an error.
import { contextFor, extend, fromFetch, json, stack, text, toFetch, type Application, type Context, type Middleware } from './index.ts'

interface Session {
  get(key: string): string | undefined
}

const session: Middleware<{ session: Session }> = (app) => (context) => app(extend(context, { session: new Map<string, string>() }))
const user: Middleware<{ user: string }, { session: Session }> = (app) => (context) =>
  app(extend(context, { user: context.session.get('user') ?? 'nobody' }))
const timing: Middleware = (app) => async (context) => await app(context)

/** The type of a value, exactly. */
type Same<Left, Right> = (<T>() => T extends Left ? 1 : 2) extends <T>() => T extends Right ? 1 : 2 ? true : false
const holds = <Claim extends true>(claim?: Claim): boolean => claim ?? true

describe('stack, to the compiler', () => {
  it('refuses a layer above the one that adds what it needs', () => {
    // @ts-expect-error session is missing above user
    stack().use(user)
    // @ts-expect-error the order matters
    stack().use(timing).use(user).use(session)
    // @ts-expect-error an application may only use what is there
    stack().app((context) => text(context.user))
    expect(stack().use(session).use(timing).use(user)).toHaveProperty('app')
  })

  it('infers what is on the context, for synchronous and asynchronous applications', async () => {
    const layers = stack().use(timing).use(session).use(user)
    const app = layers.app((context) => {
      holds<Same<typeof context.user, string>>()
      holds<Same<typeof context.session, Session>>()
      // @ts-expect-error nobody added that
      void context.nothing
      return text(`${context.user} ${context.session.get('a')} ${context.path}`)
    })
    const later = layers.app(async ({ user: name }) => json({ name }))
    expect(holds<Same<typeof app, Application>>() && holds<Same<typeof later, Application>>()).toBe(true)
    expect(await (await app(contextFor('GET', '/'))).text()).toBe('nobody undefined /')
    expect(await (await later(contextFor('GET', '/'))).json()).toEqual({ name: 'nobody' })
  })

  it('refuses an application that returns no response', () => {
    // @ts-expect-error a string is none
    stack().app(() => 'text')
    // @ts-expect-error neither is a promise of one
    stack().app(async () => 'text')
    // @ts-expect-error nothing is none
    stack().app(() => {})
    expect(stack().app(() => new Response('text'))).toBeInstanceOf(Function)
  })

  it('takes a middleware that needs and adds several keys, and one without types', () => {
    const both: Middleware<{ a: number; b: string }, { session: Session; user: string }> = (app) => (context) =>
      app(extend(context, { a: 1, b: '' }))
    const plain = (app: Application) => (context: Context) => app(context)
    const app = stack()
      .use(plain)
      .use(session)
      .use(plain)
      .use(user)
      .use(both)
      .app(({ a, b, user: name }) => text(`${a}${b}${name}`))
    // @ts-expect-error user is missing
    stack().use(session).use(both)
    expect(app).toBeInstanceOf(Function)
  })
})

describe('Middleware, to the compiler', () => {
  it('must add what it says', () => {
    // @ts-expect-error session is not added
    const lazy: Middleware<{ session: Session }> = (app) => (context) => app(context)
    // @ts-expect-error of another type
    const wrong: Middleware<{ session: Session }> = (app) => (context) => app(extend(context, { session: 5 }))
    // @ts-expect-error what it does not need is not there
    const greedy: Middleware<{ a: number }> = (app) => (context) => app(extend(context, { a: context.session }))
    expect([lazy, wrong, greedy]).toHaveLength(3)
  })

  it('is enough of an application with more, not with less', () => {
    const app: Application<{ user: string }> = (context) => text(context.user)
    const needsLess: Application<{ user: string; session: Session }> = app
    // @ts-expect-error a server adds nothing
    const server: Application = app
    expect([needsLess, server]).toEqual([app, app])
  })
})

describe('a context, to the compiler', () => {
  it('keeps what was added through with()', () => {
    const context = extend(contextFor('GET', '/'), { user: 'ann' })
    const derived = context.with({ method: 'PUT' })
    holds<Same<typeof derived, typeof context>>()
    expect(derived.user).toBe('ann')
  })

  it('is read-only', () => {
    const context = contextFor('GET', '/')
    const change = () => {
      // @ts-expect-error a member of the context
      context.path = '/'
      // @ts-expect-error the request's fields
      context.headers.set('a', 'b')
    }
    expect(change).toThrow(TypeError)
    // @ts-expect-error no such change
    expect(context.with({ nothing: 1 }).path).toBe('/')
  })
})

describe('fromFetch and toFetch, to the compiler', () => {
  it('take the handlers of Fetch servers and give them', () => {
    const app: Application = fromFetch(async (request, context) => new Response(`${request.url}${context.path}`))
    const handler: (request: Request, environment: object) => Response | Promise<Response> = toFetch(app)
    // @ts-expect-error an application with needs is none for a server
    toFetch((context: Context & { user: string }) => text(context.user))
    expect([app, handler]).toEqual([expect.any(Function), expect.any(Function)])
  })
})
