import { contextFor, empty, type Context } from '@gangway/gateway'
import { lint } from '../lint.ts'
import { arrivalRules } from './arrival.ts'
import { callRules } from './context-shape.ts'

type Changes = { readonly [Member in keyof Context]?: unknown }

async function codesOf(context: Context): Promise<string[]> {
  const codes: string[] = []
  await lint({ severity: 'warn', onViolation: ({ code }) => codes.push(code) })(() => empty())(context)
  return codes
}

// A plain object that looks like a Context: that is all that a lint may rely on.
function contextWith(changes: Changes): Context {
  const { method, url, mount, path, query, target, headers, body, request, signal, client, tls, gateway, can } = contextFor(
    'GET',
    '/a/b?c=d',
  )
  const base = { method, url, mount, path, query, target, headers, body, request, signal, client, tls, gateway, can }
  const later = { trailers: Promise.resolve(headersOf([])), completed: new Promise(() => {}) }
  const methods = { sendInformational() {}, waitUntil() {}, log() {}, with: () => contextFor('GET', '/') }
  // Whether it is one is what these tests ask.
  return { ...base, ...later, ...methods, ...changes } as unknown as Context
}

function headersOf(pairs: readonly (readonly [string, string])[], more: object = {}): object {
  const entries = () => pairs.map(([name, value]): [string, string] => [name, value])
  return {
    get: (wanted: string) => pairs.find(([name]) => name.toLowerCase() === wanted.toLowerCase())?.[1] ?? null,
    has: (wanted: string) => pairs.some(([name]) => name.toLowerCase() === wanted.toLowerCase()),
    getSetCookie: () => [],
    keys: () => entries().keys(),
    values: () => entries().values(),
    entries,
    forEach: (callback: (value: string, name: string) => void) => pairs.forEach(([name, value]) => callback(value, name)),
    [Symbol.iterator]: () => entries()[Symbol.iterator](),
    ...more,
  }
}

function bodyOf(changes: object = {}): object {
  return { used: false, bytes() {}, text() {}, json() {}, async *[Symbol.asyncIterator]() {}, ...changes }
}

const url = (text: string) => ({ url: new URL(text), mount: '', path: new URL(text).pathname, query: new URL(text).search.slice(1) })
const headers = (...pairs: readonly (readonly [string, string])[]) => ({ headers: headersOf(pairs) })
const client = (changes: object) => ({ client: { address: '::1', ...changes } })
const { gateway: info, can: abilities } = contextFor('GET', '/')
const gateway = (changes: object) => ({ gateway: { ...info, ...changes } })
const can = (changes: object) => ({ can: { ...abilities, ...changes } })
const variables = (changes: object) => gateway({ variables: Object.assign(Object.create(null), changes) })

const cases: readonly (readonly [code: string, broken: Changes, kept: Changes, also?: readonly string[]])[] = [
  ['LINT-102', { log: undefined }, { log() {} }],
  ['LINT-102', { with: 'method' }, {}],
  ['LINT-146', can({ trailers: undefined }), can({ trailers: true, fullDuplex: true })],
  ['LINT-146', { can: null }, {}],
  ['LINT-110', { method: 'GE T' }, { method: 'get' }],
  ['LINT-110', { method: '' }, { method: "M-SEARCH!#$%&'*+.^_`|~" }],
  ['LINT-111', url('ftp://localhost/a'), url('https://localhost/a')],
  ['LINT-111', { url: 'http://localhost/a/b?c=d' }, url('http://localhost/')],
  ['LINT-112', url('http://user@localhost/'), url('http://localhost/@')],
  ['LINT-112', url('http://localhost/#'), url('http://localhost/%23')],
  ['LINT-113', { mount: '/a/', path: 'b' }, { mount: '/a', path: '/b' }, ['LINT-114']],
  ['LINT-113', { mount: '/', path: '/a/b' }, { mount: '', path: '/a/b' }, ['LINT-115']],
  ['LINT-113', { mount: 'a', path: '/b' }, { mount: '/a/b', path: '' }, ['LINT-115']],
  ['LINT-114', { mount: '/a', path: 'b' }, { mount: '/a', path: '/b' }, ['LINT-115']],
  ['LINT-115', { mount: '', path: '' }, { method: 'CONNECT', mount: '', path: '' }],
  ['LINT-115', { path: '/a/%62' }, { ...url('http://localhost//a//%2F'), path: '//a//%2F' }],
  ['LINT-116', { query: '?c=d' }, { query: 'c=d' }],
  ['LINT-116', { query: undefined }, url('http://localhost/?')],
  ['LINT-117', { target: '/a b' }, { target: '/a%20b' }],
  ['LINT-117', { target: '' }, { target: 'http://localhost/a' }],
  ['LINT-118', { target: '*' }, { target: '*', method: 'OPTIONS' }],
  ['LINT-120', { headers: { get: () => null } }, headers()],
  ['LINT-120', { headers: undefined }, headers(['a', 'b'])],
  ['LINT-121', { headers: new Headers() }, { headers: contextFor('GET', '/').headers }],
  ['LINT-122', headers(['X-A', 'b']), headers(['x-a', 'b'])],
  ['LINT-122', headers(['x a', 'b']), headers(['x_a', 'b'])],
  ['LINT-123', headers(['a', 'b\nc']), headers(['a', 'b\tc'])],
  ['LINT-123', headers(['a', ' b']), headers(['a', ''])],
  ['LINT-123', headers(['a', '€']), headers(['a', '\xe9'])],
  ['LINT-124', { headers: headersOf([['a', 'b']], { get: (name: string) => (name === 'a' ? 'b' : null) }) }, headers(['a', 'b'])],
  ['LINT-125', headers(['host', 'a, b']), headers(['host', '[::1]:80'])],
  ['LINT-125', headers(['host', 'u@a']), headers(['host', 'a.example:8080'])],
  ['LINT-126', headers(['connection', 'close']), headers(['upgrade-insecure-requests', '1'])],
  ['LINT-126', headers(['te', 'trailers']), headers(['trailer', 'x'])],
  ['LINT-126', headers(['upgrade', 'websocket']), { ...headers(['upgrade', 'websocket']), ...can({ upgrade: true }) }],
  ['LINT-127', headers(['content-length', '5, 5']), headers(['content-length', '0'])],
  ['LINT-127', headers(['content-length', '+5']), { ...headers(['content-length', '5']), body: bodyOf() }],
  ['LINT-128', headers(['content-length', '0'], ['transfer-encoding', 'chunked']), headers(['content-length', '0']), ['LINT-126']],
  ['LINT-129', headers(['proxy', 'http://evil.example']), headers(['proxy-authorization', 'Basic x'])],
  ['LINT-130', { body: undefined }, { body: null }],
  ['LINT-130', { body: new ReadableStream() }, { body: bodyOf() }],
  ['LINT-130', { body: bodyOf({ used: undefined }) }, { body: contextFor('PUT', '/', { body: 'x' }).body }],
  ['LINT-131', headers(['content-length', '1']), { ...headers(['content-length', '1']), body: bodyOf() }],
  ['LINT-132', { body: bodyOf({ used: true }) }, { body: bodyOf() }],
  ['LINT-140', client({ address: '[::1]' }), client({ address: '::ffff:127.0.0.1' })],
  ['LINT-140', client({ address: 'unix:' }), client({ address: '' })],
  ['LINT-140', client({ address: '256.0.0.1' }), client({ address: 'fe80::1%eth0' })],
  ['LINT-140', { client: undefined }, client({ address: '10.0.0.255' })],
  ['LINT-141', client({ port: 65536 }), client({ port: 1 })],
  ['LINT-141', client({ user: '' }), client({ user: 'u', authType: 'Basic', host: 'h' })],
  ['LINT-142', { tls: undefined }, { tls: null }],
  ['LINT-142', { tls: { protocol: 1 } }, { tls: { protocol: 'TLSv1.3', cipher: 'c', sni: 's' } }],
  ['LINT-142', { tls: { clientCertificate: { subject: 's' } } }, { tls: { clientCertificate: { subject: 's', verified: false } } }],
  ['LINT-143', gateway({ protocol: 'HTTP' }), gateway({ protocol: 'scgi' })],
  ['LINT-143', gateway({ version: '' }), gateway({ version: '2' })],
  ['LINT-143', gateway({ runOnce: 1 }), gateway({ runOnce: true, role: 'filter', attributes: { a: 'b' } })],
  ['LINT-143', gateway({ role: 'Responder' }), gateway({ role: 'responder' })],
  ['LINT-143', gateway({ redirect: { status: 404 } }), gateway({ redirect: { status: 404, url: '/a', query: '' } })],
  ['LINT-143', gateway({ data: {} }), gateway({ data: { stream: bodyOf(), length: 0, lastModified: 0 } })],
  ['LINT-144', gateway({ variables: {} }), variables({ SCRIPT_NAME: '' })],
  ['LINT-144', variables({ A: 1 }), variables({ A: '\xff' })],
  ['LINT-144', variables({ A: '€' }), variables({ ['__proto__']: 'x' })],
  ['LINT-145', variables({ HTTP_CONTENT_LENGTH: '5' }), variables({ CONTENT_LENGTH: '5', HTTP_CONTENT_LANGUAGE: 'de' })],
  ['LINT-145', variables({ HTTP_CONTENT_TYPE: '' }), variables({ CONTENT_TYPE: '' })],
]

describe('a context that arrives', () => {
  it.each(cases.map(([code, broken, kept, also = []]) => [code, Object.entries(broken)[0], broken, kept, also] as const))(
    '%s: finds %j',
    async (code, _, broken, kept, also) => {
      expect((await codesOf(contextWith(broken))).sort()).toEqual([code, ...also].sort())
      expect(await codesOf(contextWith(kept))).toEqual([])
    },
  )

  it.each([
    ['nothing', undefined],
    ['a text', 'context'],
    ['a frozen object', Object.freeze(contextWith({}))],
  ])('LINT-101: finds %s', async (_, context) => {
    // What a server that knows no types could do.
    expect(await codesOf(context as Context)).toEqual(['LINT-101'])
    expect(await codesOf(contextWith({}))).toEqual([])
  })

  it('finds members that throw', async () => {
    const context = Object.defineProperty(contextWith({}), 'headers', {
      get() {
        throw new Error('no headers')
      },
    })
    expect(await codesOf(context)).toEqual(['LINT-120', 'LINT-121', 'LINT-124'])
  })

  it('LINT-133: finds a second call with the same body, and none with another or without', async () => {
    const codes: string[] = []
    const app = lint({ onViolation: ({ code }) => codes.push(code) })(() => empty())
    const context = contextFor('POST', '/', { body: 'x' })
    await app(context)
    await app(context.with({ body: contextFor('POST', '/', { body: 'x' }).body }))
    await app(contextFor('GET', '/'))
    expect(codes).toEqual([])
    await app(context.with({ mount: '', path: '/again' }))
    expect(codes).toEqual(['LINT-133'])
  })

  it('has a case for each rule', () => {
    const elsewhere = ['LINT-101', 'LINT-133', 'LINT-352', 'LINT-353']
    const rules = [callRules, ...arrivalRules].flat().map(({ code }) => code)
    expect([...new Set([...cases.map(([code]) => code), ...elsewhere])].sort()).toEqual(rules.sort())
  })
})
