import { inspect } from 'node:util'
import { plain, recordExchange } from '../../../test/src/recorded-exchange.ts'
import { contextFor } from './context-for.ts'
import type { Context, ContextChanges } from './context.ts'
import { extend } from './extend.ts'
import { GatewayContext } from './gateway-context.ts'
import type { Incoming } from './incoming.ts'
import { text } from './replies.ts'

const lifetime = { signal: new AbortController().signal, completed: new Promise<never>(() => {}), began: false }
const contextOver = (incoming: Partial<Incoming>): Context => new GatewayContext({ ...plain, ...incoming }, lifetime)

describe('a context', () => {
  test.each<[Partial<Incoming>, string]>([
    [{}, 'http://a.test/'],
    [{ scheme: 'https', authority: 'a.test:8443', path: '/a', query: 'b=c' }, 'https://a.test:8443/a?b=c'],
    [{ mount: '/m', path: '' }, 'http://a.test/m'],
    [{ mount: '/m', path: '/p%2Fq' }, 'http://a.test/m/p%2Fq'],
    [{ path: '//evil.test/' }, 'http://a.test//evil.test/'],
    [{ mount: '/m', path: '//evil.test/' }, 'http://a.test/m//evil.test/'],
    [{ authority: '[::1]:80' }, 'http://[::1]/'],
    [{ method: 'OPTIONS', target: '*' }, 'http://a.test/'],
    [{ method: 'CONNECT', target: 'a.test:443', authority: 'a.test:443', path: '' }, 'http://a.test:443/'],
  ])('HTTP-01, C.4: of %j has the url %s', (incoming, href) => {
    const context = contextOver(incoming)
    expect([context.url.href, context.url]).toEqual([href, context.url])
    expect(context.mount + context.path || '/').toBe(context.url.pathname)
    expect(context.target).toBe(incoming.target ?? '/')
  })

  it('makes url and request new for nobody', () => {
    const context = contextOver({})
    expect(context.url).toBe(context.url)
    expect(context.request).toBe(context.request)
    expect(context.headers).toBe(context.headers)
    expect(context.trailers).toBe(context.trailers)
  })

  it('joins repeated fields, cookies with a semicolon, for itself and for the request', () => {
    const fields = ['Cookie', 'a=1', 'X-A', '1', 'cookie', 'b=2', 'x-a', '2', 'Accept-Language', 'é']
    for (const { headers } of [contextOver({ fields }), contextOver({ fields }).request]) {
      expect([headers.get('cookie'), headers.get('x-a'), headers.get('accept-language')]).toEqual(['a=1; b=2', '1, 2', 'é'])
      expect([...headers.keys()]).toEqual(['accept-language', 'cookie', 'x-a'])
    }
  })

  it('has headers that nobody changes', () => {
    const { headers } = contextOver({})
    expect(() => Reflect.apply(Reflect.get(headers, 'set'), headers, ['a', 'b'])).toThrow(TypeError)
  })

  it('has a request with its method, url, fields and signal', () => {
    const controller = new AbortController()
    const context = contextFor('purge', '/a?b', { headers: { a: 'b' }, signal: controller.signal })
    const { request } = context
    expect([request.method, request.url, request.headers.get('a'), request.signal.aborted]).toEqual([
      'purge',
      'http://localhost/a?b',
      'b',
      false,
    ])
    controller.abort(new DOMException('left', 'AbortError'))
    expect([request.signal.aborted, request.signal.reason]).toEqual([true, controller.signal.reason])
  })

  it('reads nothing of the gateway before it is asked', () => {
    const read: string[] = []
    const noting = new Proxy(plain, { get: (target, key) => (read.push(String(key)), Reflect.get(target, key)) })
    const context = new GatewayContext(noting, lifetime)
    const derived = context.with({ mount: '/m', path: '/p' })
    expect(read.filter((key) => ['body', 'client', 'tls', 'trailers', 'request', 'gateway', 'can'].includes(key))).toEqual([])
    expect([derived.client, derived.tls, derived.can, derived.gateway]).toEqual([plain.client, plain.tls, plain.can, plain.gateway])
  })

  it('gives trailers where there are any', async () => {
    expect([...(await contextOver({}).trailers)]).toEqual([])
    const context = contextOver({ trailers: Promise.resolve(['X-A', 'b']) })
    expect([...(await context.trailers)]).toEqual([['x-a', 'b']])
    expect([...(await context.with({ mount: '/m' }).trailers)]).toEqual([['x-a', 'b']])
  })

  it('is printed and written as JSON by what matters', () => {
    const context = extend(contextOver({ path: '/p', query: 'q' }), { user: 'ann' })
    const seen = { method: 'GET', url: 'http://a.test/p?q', headers: { host: 'a.test' } }
    expect(JSON.parse(JSON.stringify(context))).toEqual(seen)
    expect(inspect(context)).toBe(`Context ${inspect({ ...seen, user: 'ann' })}`)
  })
})

describe('log', () => {
  test.each<[string, unknown, RegExp]>([
    ['a text', 'x', /^x$/],
    ['an error', new Error('x'), /^Error: x\n {4}at /],
    [
      'an error with causes',
      new Error('x', { cause: new TypeError('y', { cause: 'z' }) }),
      /^Error: x\n[^]*caused by TypeError: y\n[^]*caused by z$/,
    ],
    ['nothing', undefined, /^undefined$/],
    ['an object', { a: 1 }, /^\{"a":1\}$/],
  ])('writes %s', (_, message, line) => {
    const lines: string[] = []
    contextOver({ log: (text) => lines.push(text) }).log(message)
    expect(lines).toEqual([expect.stringMatching(line)])
  })
})

describe('sendInformational', () => {
  const can = { ...plain.can, informational: true }

  it('sends what belongs to no connection', () => {
    const sent: unknown[] = []
    const context = contextOver({ can, sendInformational: (...message) => sent.push(message) })
    context.sendInformational(103, [
      ['Link', '</a>'],
      ['link', '</b>'],
      ['Connection', 'x-a'],
      ['x-a', '1'],
      ['Content-Length', '5'],
    ])
    context.with({ mount: '/m' }).sendInformational(199)
    expect(sent).toEqual([
      [103, ['link', '</a>', 'link', '</b>']],
      [199, []],
    ])
  })

  test.each([100, 101, 200, 99, 103.5, Number.NaN])('refuses status %p', (status) => {
    expect(() => contextOver({ can, sendInformational: () => {} }).sendInformational(status)).toThrow(RangeError)
  })

  it('refuses where the gateway cannot, or it is too late', () => {
    const named = (name: string) => expect.objectContaining({ name })
    expect(() => contextOver({ sendInformational: () => {} }).sendInformational(103)).toThrow(named('NotSupportedError'))
    expect(() => contextOver({ can }).sendInformational(103)).toThrow(named('NotSupportedError'))
    const context: { late?: Context } = {}
    recordExchange(
      (given) => {
        context.late = given
        return text('x')
      },
      { incoming: { can, sendInformational: () => {} } },
    )
    expect(() => context.late?.sendInformational(103)).toThrow(named('InvalidStateError'))
    expect(() => context.late?.with({}).sendInformational(103)).toThrow(named('InvalidStateError'))
  })

  it('refuses fields that cannot be sent', () => {
    expect(() => contextOver({ can, sendInformational: () => {} }).sendInformational(103, { a: 'b\r\nc' })).toThrow(TypeError)
  })
})

describe('with', () => {
  const base = () => contextFor('POST', '/m/p?q=1', { mount: '/m', headers: { a: 'b' }, client: { address: '192.0.2.7' } })

  test.each<[ContextChanges, Partial<Record<keyof Context, unknown>>, string]>([
    [{}, {}, 'http://localhost/m/p?q=1'],
    [{ method: 'PUT' }, { method: 'PUT' }, 'http://localhost/m/p?q=1'],
    [{ mount: '/m/p', path: '' }, { mount: '/m/p', path: '' }, 'http://localhost/m/p?q=1'],
    [{ mount: '', path: '//x' }, { mount: '', path: '//x' }, 'http://localhost//x?q=1'],
    [{ query: '' }, { query: '' }, 'http://localhost/m/p'],
    [{ url: 'https://b.test:8443/m/z?y#x' }, { mount: '/m', path: '/z', query: 'y' }, 'https://b.test:8443/m/z?y'],
    [{ url: new URL('http://b.test/m') }, { mount: '/m', path: '', query: '' }, 'http://b.test/m'],
    [{ url: 'http://b.test/mm/z' }, { mount: '', path: '/mm/z', query: '' }, 'http://b.test/mm/z'],
    [{ url: 'http://u:p@b.test/x' }, { mount: '', path: '/x', query: '' }, 'http://b.test/x'],
    [{ url: 'https://b.test/m/z', path: '/y' }, { mount: '/m', path: '/y', query: '' }, 'https://b.test/m/y'],
    [{ client: { address: '192.0.2.8' } }, { client: { address: '192.0.2.8' } }, 'http://localhost/m/p?q=1'],
    [{ tls: { protocol: 'TLSv1.3' } }, { tls: { protocol: 'TLSv1.3' } }, 'http://localhost/m/p?q=1'],
  ])('%j changes that and nothing else', (changes, changed, href) => {
    const context = base()
    const derived = context.with(changes)
    const seen = ({ method, mount, path, query, target, client, tls, gateway, can }: Context) => ({
      method,
      mount,
      path,
      query,
      target,
      client,
      tls,
      gateway,
      can,
    })
    expect(seen(derived)).toEqual({ ...seen(base()), ...changed })
    expect([derived.url.href, derived.request.url]).toEqual([href, href])
    expect([...derived.headers]).toEqual([...context.headers])
    expect(seen(context)).toEqual(seen(base()))
  })

  it('replaces headers', () => {
    const derived = base().with({ headers: { X: 'y' } })
    expect([[...derived.headers], [...derived.request.headers]]).toEqual([[['x', 'y']], [['x', 'y']]])
  })

  it('replaces the signal, for the request too', () => {
    const controller = new AbortController()
    const derived = base().with({ signal: controller.signal })
    controller.abort()
    expect([derived.signal, derived.request.signal.aborted]).toEqual([controller.signal, true])
  })

  it('takes everything from a request', async () => {
    const controller = new AbortController()
    const request = new Request('https://b.test/m/x?y', { method: 'PUT', headers: { c: 'd' }, body: 'text', signal: controller.signal })
    const derived = base().with({ request })
    expect([derived.method, derived.url.href, derived.mount, derived.path, derived.query]).toEqual(['PUT', request.url, '/m', '/x', 'y'])
    expect([derived.headers.get('c'), derived.headers.get('a'), derived.request]).toEqual(['d', null, request])
    expect([await derived.body?.text(), request.bodyUsed]).toEqual(['text', true])
    controller.abort()
    expect(derived.signal.aborted).toBe(true)
    expect(base().with({ request: new Request('http://b.test/') }).body).toBeNull()
  })

  it('takes from a request what is not changed as well', () => {
    const request = new Request('https://b.test/x', { method: 'PUT', headers: { c: 'd' }, body: 'text' })
    const derived = base().with({ request, headers: { e: 'f' }, method: 'DELETE' })
    expect([derived.method, derived.request.method, [...derived.request.headers], derived.request.url]).toEqual([
      'DELETE',
      'DELETE',
      [['e', 'f']],
      request.url,
    ])
  })

  it('keeps the request where it says the same', () => {
    const context = base()
    expect(context.with({ mount: '', path: '/m/p' }).request).toBe(context.request)
    expect(context.with({ client: { address: '' } }).with({ mount: '/m', path: '/p' }).request).toBe(context.request)
    expect(context.with({ query: 'other' }).request).not.toBe(context.request)
    expect(context.with({ query: 'other' }).with({ query: 'q=1' }).request.url).toBe(context.request.url)
  })

  it('keeps what middleware added, and adds to no other', () => {
    const key = Symbol('key')
    const context = extend(base(), { user: 'ann', [key]: 1 })
    const derived = extend(context.with({ method: 'PUT' }), { extra: true })
    expect([derived.user, derived[key], derived.extra, 'extra' in context]).toEqual(['ann', 1, true, false])
  })

  test.each<ContextChanges>([
    { method: '' },
    { method: 'A B' },
    { mount: 'm' },
    { mount: '/m/' },
    { mount: '/' },
    { path: 'p' },
    { mount: '', path: '' },
    { path: '/a b' },
    { path: '/a?b' },
    { path: '/a#b' },
    { path: '/a/../b' },
    { path: '/%2e' },
    { mount: '/..', path: '/x' },
    { path: '/é' },
    { query: 'a b' },
    { query: 'a#b' },
    { query: "'" },
    { url: 'ftp://b.test/' },
    { url: '/relative' },
    { url: 'javascript:alert(1)' },
    { headers: { 'a b': 'c' } },
  ])('refuses %j', (changes) => {
    expect(() => base().with(changes)).toThrow(TypeError)
  })

  it('changes nothing of how the exchange ends', async () => {
    const derived: Context[] = []
    const recorded = recordExchange((context) => {
      derived.push(context.with({ signal: new AbortController().signal }))
      return text('x')
    })
    const [context] = derived
    expect(await context?.completed).toEqual(await recorded.completed)
  })
})
