import { contextFor, empty, extend, type Completion, type Context, type ContextForInit } from '@gangway/gateway'
import { setTimeout as delay } from 'node:timers/promises'
import { lint } from '../lint.ts'
import { derivationRules, interimOutcomeRules, interimRules, requestRules } from './methods.ts'
import { completionRules, failedWorkRules, lateWaitRules, promiseRules, rejectionRules, trailerRules, waitRules } from './promises.ts'
import { abortRules, signalRules } from './signal.ts'

type Use = (context: Context) => unknown
type Members = { readonly [Member in keyof Context]?: unknown }

const sent: Completion = { outcome: 'sent', bytes: 0, milliseconds: 1 }

/** A request to an application which does this with its context; with members of the context that a bad server would give. */
async function codesOf(use: Use, init: ContextForInit = {}, members: Members = {}): Promise<string[]> {
  const codes: string[] = []
  const app = lint({ severity: 'warn', onViolation: ({ code }) => codes.push(code) })(async (context) => {
    await use(context)
    return empty()
  })
  // Some of these uses fail at the gateway: what lint finds is asked here, not who fails.
  await Promise.resolve(app(replacing(contextFor('GET', '/', init), members))).catch(() => {})
  await delay(5)
  return codes
}

/** The same, where the use comes after the response. */
async function codesAfter(use: Use, init: ContextForInit): Promise<string[]> {
  const codes: string[] = []
  const handed = Promise.withResolvers<Context>()
  const app = lint({ severity: 'warn', onViolation: ({ code }) => codes.push(code) })((context) => {
    handed.resolve(context)
    return empty()
  })
  await app(contextFor('GET', '/', init))
  await use(await handed.promise)
  await delay(5)
  return codes
}

function replacing(context: Context, members: Members): Context {
  for (const [name, value] of Object.entries(members)) Object.defineProperty(context, name, { value, configurable: true })
  return context
}

const read =
  (name: keyof Context): Use =>
  (context) =>
    context[name]
const hint =
  (status: number, headers?: Record<string, string>): Use =>
  (context) =>
    context.sendInformational(status, headers)
const hints: ContextForInit = { sendInformational() {} }
const aborted = (reason?: unknown): ContextForInit => ({ signal: AbortSignal.abort(reason) })
const fields = (headers: Record<string, string>) => Promise.resolve(contextFor('GET', '/', { headers }).headers)
const outcome = (completion: object) => ({ completed: Promise.resolve(completion) })

const given: readonly [code: string, what: string, use: Use, broken: Members, kept: Members, keptInit?: ContextForInit][] = [
  ['LINT-320', 'a signal that is none', read('signal'), { signal: {} }, { signal: new AbortController().signal }],
  ['LINT-323', 'completed that is no promise', read('completed'), { completed: sent }, outcome(sent)],
  ['LINT-323', 'trailers that are no promise', read('trailers'), { trailers: [] }, {}],
  [
    'LINT-324',
    'an outcome without bytes',
    read('completed'),
    outcome({ outcome: 'sent', milliseconds: 1 }),
    outcome({ ...sent, outcome: 'failed' }),
  ],
  [
    'LINT-324',
    'an outcome of another name',
    read('completed'),
    outcome({ ...sent, outcome: 'done' }),
    outcome({ ...sent, milliseconds: 0.5 }),
  ],
  [
    'LINT-326',
    'trailers where there can be none',
    read('trailers'),
    { trailers: fields({ a: 'b' }) },
    { trailers: fields({ a: 'b' }) },
    { can: { trailers: true } },
  ],
  ['LINT-326', 'trailers without methods', read('trailers'), { trailers: Promise.resolve({}) }, {}],
  ['LINT-333', 'a gateway that sends what it cannot', hint(103), { sendInformational() {} }, {}],
  ['LINT-337', 'with() that gives the same context', (context) => context.with({}), { with: itself }, {}],
  ['LINT-337', 'with() that gives nothing', (context) => context.with({ path: '/a' }), { with() {} }, {}],
  ['LINT-337', 'with() that forgets the change', (context) => context.with({ query: 'a' }), { with: () => contextFor('GET', '/') }, {}],
  ['LINT-337', 'with() that forgets a key', (context) => extend(context, { user: 1 }).with({}), { with: () => contextFor('GET', '/') }, {}],
  ['LINT-338', 'a request that is no Request', read('request'), { request: { method: 'GET' } }, {}],
  [
    'LINT-338',
    'a request to another URL',
    read('request'),
    { request: new Request('http://localhost/b') },
    { request: new Request('http://localhost/') },
  ],
  ['LINT-338', 'a request with another method', read('request'), { request: new Request('http://localhost/', { method: 'PUT' }) }, {}],
]

const used: readonly [code: string, what: string, broken: Use, kept: Use, brokenInit?: ContextForInit, keptInit?: ContextForInit][] = [
  ['LINT-321', 'a signal with a text for a reason', read('signal'), read('signal'), aborted('gone'), aborted()],
  [
    'LINT-321',
    'a signal with another error',
    read('signal'),
    read('signal'),
    aborted(new Error('gone')),
    aborted(new DOMException('', 'TimeoutError')),
  ],
  ['LINT-330', 'an interim response with status 101', hint(101), hint(103), hints, hints],
  ['LINT-331', 'an interim response with a length', hint(103, { 'content-length': '1' }), hint(103, { link: '</a>' }), hints, hints],
  ['LINT-331', 'an interim response with a line break', hint(103, { link: 'a\r\nb: c' }), hint(199), hints, hints],
  ['LINT-333', 'a gateway that refuses what it can', hint(103), hint(103), { can: { informational: true } }, hints],
  [
    'LINT-334',
    'work that is no promise',
    (context) => Reflect.apply(context.waitUntil, context, [() => {}]),
    (context) => context.waitUntil(delay(1)),
  ],
  [
    'LINT-336',
    'work that fails',
    (context) => context.waitUntil(Promise.reject(new Error('no'))),
    (context) => context.waitUntil(delay(1)),
    { log() {} },
  ],
]

describe('the members of a context', () => {
  it.each(given)('%s: finds %s', async (code, _, use, broken, kept, init = {}) => {
    expect(await codesOf(use, {}, broken)).toEqual([code])
    expect(await codesOf(use, init, kept)).toEqual([])
  })

  it.each(used)('%s: finds %s', async (code, _, broken, kept, brokenInit = {}, keptInit = {}) => {
    expect(await codesOf(broken, brokenInit)).toEqual([code])
    expect(await codesOf(kept, keptInit)).toEqual([])
  })

  it.each([
    ['sent', ['LINT-322']],
    ['failed', ['LINT-322']],
    ['aborted', []],
  ] as const)('LINT-322: looks at a signal that fires after an exchange that was %s', async (how, codes) => {
    const late = new AbortController()
    setTimeout(() => late.abort(), 3)
    expect(await codesOf(read('signal'), { signal: late.signal, completed: Promise.resolve({ ...sent, outcome: how }) })).toEqual(codes)
  })

  it('LINT-325: finds completed that rejects', async () => {
    const use: Use = ({ completed }) => completed.catch(() => {})
    expect(await codesOf(use, {}, { completed: Promise.reject(new Error('lost')) })).toEqual(['LINT-325'])
    expect(await codesOf(use, {}, outcome(sent))).toEqual([])
  })

  it('LINT-332: finds an interim response after the response', async () => {
    expect(await codesAfter(hint(103), hints)).toEqual(['LINT-332'])
    expect(await codesOf(hint(103), hints)).toEqual([])
  })

  it('LINT-335: finds work handed over after the exchange, unless it is part of work handed over before', async () => {
    const completed = Promise.resolve(sent)
    const late: Use = (context) => context.waitUntil(delay(1))
    expect(await codesAfter(late, { completed })).toEqual(['LINT-335'])
    expect(await codesAfter(late, {})).toEqual([])
    expect(await codesOf(late, { completed })).toEqual([])
    const nested: Use = (context) => context.waitUntil(delay(1).then(() => context.waitUntil(delay(1))))
    expect(await codesOf(nested, { completed })).toEqual([])
  })

  it('LINT-339: finds another request each time', async () => {
    const twice: Use = (context) => [context.request, context.request]
    const context = contextFor('GET', '/')
    Object.defineProperty(context, 'request', { get: () => new Request('http://localhost/'), configurable: true })
    const codes: string[] = []
    const app = lint({ onViolation: ({ code }) => codes.push(code) })((inner) => {
      twice(inner)
      return empty()
    })
    await app(context)
    expect(codes).toEqual(['LINT-339'])
    expect(await codesOf(twice)).toEqual([])
  })

  it('has a case for each rule', () => {
    const members = [signalRules, abortRules, promiseRules, completionRules, rejectionRules, trailerRules]
    const methods = [interimRules, interimOutcomeRules, waitRules, lateWaitRules, failedWorkRules, derivationRules, requestRules]
    const rules = [...members, ...methods].flat().map(({ code }) => code)
    const codes = [...given, ...used].map(([code]) => code)
    expect([...new Set([...codes, 'LINT-322', 'LINT-325', 'LINT-332', 'LINT-335', 'LINT-339'])].sort()).toEqual(rules.sort())
  })
})

function itself(this: Context): Context {
  return this
}
