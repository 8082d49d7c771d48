import { contextFor, empty, extend, text, withBody, withHeaders, type Context, type Middleware } from '@gangway/gateway'
import { lint } from '../lint.ts'
import { handingRules, keyRules, passageRules } from './handing-on.ts'

/** A middleware between two lints, with what they find; each finding is to blame on it. */
async function codesOf(middleware: Middleware, context: Context = contextFor('GET', '/')): Promise<string[]> {
  const codes: string[] = []
  const lints = (name: string) =>
    lint({
      name,
      severity: 'warn',
      onViolation: ({ code, blame }) => codes.push(blame.party === 'middleware' ? code : `${code} ${blame.party}`),
    })
  const app = lints('a')(middleware(lints('b')(() => text('a', { headers: { 'x-app': '1' } }))))
  // An assignment to a member fails at the gateway as well.
  await Promise.resolve()
    .then(() => app(context))
    .catch(() => {})
  return codes
}

type Edit = (context: Context) => Context
const editing =
  (edit: Edit): Middleware =>
  (app) =>
  (context) =>
    app(edit(context))
const changing =
  (change: (response: Response) => Response): Middleware =>
  (app) =>
  async (context) =>
    change(await app(context))
const later = Promise.resolve()
const signedIn = () => extend(contextFor('GET', '/'), { user: 1 })

// All that a copy lacks, from a middleware that thought of it.
function copyOf(context: Context): Context {
  const { method, url, mount, path, query, target, headers, body, request, signal, client, tls, gateway, can } = context
  const methods = { sendInformational() {}, waitUntil() {}, log() {}, with: () => context }
  const copy = {
    ...context,
    method,
    url,
    mount,
    path,
    query,
    target,
    headers,
    body,
    request,
    signal,
    client,
    tls,
    gateway,
    can,
    ...methods,
  }
  // That it is none is what the rule is about.
  return { ...copy, trailers: context.trailers, completed: context.completed } as Context
}

function inheriting(context: Context): Context {
  const members = Object.entries(copyOf(context)).map(([name, value]) => [name, { value }])
  return Object.defineProperties(Object.create(context), Object.fromEntries(members))
}

function set(response: Response, name: string): Response {
  response.headers.set(name, '1')
  return response
}

function remove<Thing extends object>(thing: Thing, key: PropertyKey): Thing {
  Reflect.deleteProperty(thing, key)
  return thing
}

const cases: readonly [code: string, what: string, broken: Middleware, kept: Middleware, context?: () => Context][] = [
  [
    'LINT-350',
    'a member defined anew',
    editing((context) => Object.defineProperty(context, 'path', { value: '/' })),
    editing((context) => context.with({ path: '/b' })),
  ],
  [
    'LINT-350',
    'a member assigned',
    editing((context) => Object.assign(context, { method: 'PUT' })),
    editing((context) => Object.assign(context, { methods: ['PUT'] })),
  ],
  ['LINT-350', 'a member removed', editing((context) => remove(context, 'tls')), editing((context) => remove(context, 'nothing'))],
  [
    'LINT-351',
    'a key replaced',
    editing((context) => extend(context, { user: 2 })),
    editing((context) => extend(context.with({}), { user: 2 })),
    signedIn,
  ],
  [
    'LINT-351',
    'a key removed',
    editing((context) => remove(context, 'user')),
    editing((context) => extend(context, { user: 1 })),
    signedIn,
  ],
  [
    'LINT-351',
    'a key put there twice',
    editing((context) => extend(extend(context, { a: 1 }), { a: 2 })),
    editing((context) => extend(extend(context, { a: 1 }), { b: 2 })),
  ],
  [
    'LINT-352',
    'a copy of the context',
    (app) => (context) => later.then(() => app(copyOf(context))),
    (app) => (context) => later.then(() => app(context)),
  ],
  ['LINT-352', 'a context that inherits', editing(inheriting), editing((context) => context.with({}).with({}))],
  ['LINT-353', 'another context', editing(() => contextFor('GET', '/')), editing((context) => context.with({ method: 'HEAD' }))],
  [
    'LINT-354',
    'a field added to the response',
    changing((response) => set(response, 'x-b')),
    changing((response) => withHeaders(response, (headers) => headers.set('x-b', '1'))),
  ],
  [
    'LINT-354',
    'a field removed from the response',
    changing((response) => (response.headers.delete('x-app'), response)),
    changing((response) => withBody(response, 'b')),
  ],
  [
    'LINT-354',
    'a field replaced',
    changing((response) => (response.headers.set('x-app', '2'), response)),
    changing((response) => set(new Response(response.body, response), 'x-b')),
  ],
]

describe('what a middleware hands on', () => {
  it.each(cases)('%s: finds %s', async (code, _, broken, kept, context = () => contextFor('GET', '/')) => {
    expect(await codesOf(broken, context())).toEqual([code])
    expect(await codesOf(kept, context())).toEqual([])
  })

  it('names what is not there, when a copy is a plain spread', async () => {
    const spread = editing((context) => ({ ...context }))
    expect((await codesOf(spread)).slice(0, 2)).toEqual(['LINT-352', 'LINT-102'])
  })

  it('lets an application change the response that it made before', async () => {
    const codes: string[] = []
    const response = empty()
    const app = lint({ onViolation: ({ code }) => codes.push(code) })(() => response)
    await app(contextFor('GET', '/'))
    response.headers.set('x-a', '1')
    await app(contextFor('GET', '/'))
    expect(codes).toEqual([])
  })

  it('has a case for each rule', () => {
    const rules = [keyRules, handingRules, passageRules].flat().map(({ code }) => code)
    expect([...new Set(cases.map(([code]) => code))].sort()).toEqual(rules.sort())
  })
})
