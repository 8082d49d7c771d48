import { contextFor, HttpError, json, stack, text, type Application, type Context, type ContextForInit } from '@gangway/gateway'
import { lint } from '@gangway/lint'
import { forwarded, type Forwarded } from './forwarded.ts'
import type { ForwardedOptions } from './options.ts'

const proxy = '10.0.0.1'
const http = { protocol: 'http' } as const

/** What the application sees of a request that a peer sends. */
async function seen(
  headers: Record<string, string>,
  options: Partial<ForwardedOptions> = {},
  { peer = proxy, url = 'http://app.internal:3000/a%2Fb?c', ...init }: ContextForInit & { peer?: string; url?: string } = {},
): Promise<Record<string, unknown>> {
  const app = stack()
    .use(lint())
    .use(forwarded({ trust: ['10.0.0.0/8'], ...options }))
    .use(lint())
    .app(({ client, url: { href }, mount, path, headers: fields, forwarded: { isTrusted } }) =>
      json({ client: client.address, port: client.port, href, mount, path, isTrusted, fields: [...fields.keys()].join() }),
    )
  const context = contextFor('GET', url, { headers, client: { address: peer, port: 5000 }, gateway: http, ...init })
  const response = await app(context)
  const answer: Record<string, unknown> = JSON.parse(await response.text())
  return answer
}

async function clientOf(field: string, options: Partial<ForwardedOptions> = {}, peer = proxy): Promise<unknown> {
  return (await seen({ 'x-forwarded-for': field }, options, { peer })).client
}

describe('forwarded', () => {
  it('believes a trusted proxy, and takes its fields away', async () => {
    expect(await seen({ 'x-forwarded-for': '192.0.2.1', 'x-forwarded-proto': 'https', accept: '*/*' })).toEqual({
      client: '192.0.2.1',
      href: 'https://app.internal:3000/a%2Fb?c',
      mount: '',
      path: '/a%2Fb',
      isTrusted: true,
      fields: 'accept,host',
    })
  })

  it('believes nobody else, and takes everything away that one could believe', async () => {
    const spoofed = {
      forwarded: 'for=192.0.2.9;proto=https;host=evil.example',
      'x-forwarded-for': '192.0.2.9',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-port': '1',
      'x-forwarded-prefix': '/evil',
      'x-forwarded-user': 'admin',
      'x-forwarded-anything': 'x',
      'x-real-ip': '192.0.2.9',
      'x-client-ip': '192.0.2.9',
      'true-client-ip': '192.0.2.9',
      'cf-connecting-ip': '192.0.2.9',
      'x-original-url': '/admin',
      'x-rewrite-url': '/admin',
      'front-end-https': 'on',
      'x-my-ip': '192.0.2.9',
      'x-mine': 'kept',
    }
    const all = { client: 'x-my-ip', host: 'x-forwarded-host', prefix: 'x-forwarded-prefix' }
    expect(await seen(spoofed, all, { peer: '192.0.2.1' })).toEqual({
      client: '192.0.2.1',
      port: 5000,
      href: 'http://app.internal:3000/a%2Fb?c',
      mount: '',
      path: '/a%2Fb',
      isTrusted: false,
      fields: 'host,x-mine',
    })
  })

  it('lets no sibling of a field pass that a trusted proxy has not set', async () => {
    const passedOn = {
      'x-forwarded-for': '192.0.2.1',
      'x-real-ip': '6.6.6.6',
      forwarded: 'for=6.6.6.6',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-user': 'ann',
    }
    expect(await seen(passedOn)).toMatchObject({
      client: '192.0.2.1',
      href: 'http://app.internal:3000/a%2Fb?c',
      fields: 'host,x-forwarded-user',
    })
  })

  it('hands on the very context when there is nothing to tell', () => {
    const contexts: Context[] = []
    const app = forwarded({ trust: ['loopback'] })((context) => {
      contexts.push(context)
      return text('')
    })
    const context = contextFor('GET', '/', { client: { address: '192.0.2.1' } })
    expect(app(context)).toBeInstanceOf(Response)
    expect(contexts).toEqual([context])
    expect(contexts[0]).toBe(context)
  })

  it('keeps what the front server said of the user, and tells the peer', async () => {
    const client = { address: proxy, port: 1, host: 'proxy.internal', user: 'ann', authType: 'Basic' }
    let got: (Context & { forwarded: Forwarded }) | undefined
    const app = forwarded({ trust: [proxy] })((context) => {
      got = context
      return text('')
    })
    await app(contextFor('GET', '/', { headers: { 'x-forwarded-for': '192.0.2.1:7' }, client, gateway: http }))
    expect(got?.client).toEqual({ address: '192.0.2.1', port: 7, user: 'ann', authType: 'Basic' })
    expect(got?.forwarded).toEqual({ peer: client, isTrusted: true })
  })

  it('keeps the body and the method', async () => {
    const app: Application = forwarded({ trust: [proxy] })(async ({ method, body }) => text(`${method} ${await body?.text()}`))
    const init = { headers: { 'x-forwarded-for': '192.0.2.1', 'x-forwarded-proto': 'https' }, client: { address: proxy }, body: 'content' }
    expect(await (await app(contextFor('POST', '/', init))).text()).toBe('POST content')
  })
})

describe('the client', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['6.6.6.6, 192.0.2.1', '192.0.2.1'],
    ['10.6.6.6, 192.0.2.1', '192.0.2.1'],
    ['192.0.2.1, 10.0.0.2', '192.0.2.1'],
    ['6.6.6.6, 192.0.2.1, 10.0.0.3, 10.0.0.2', '192.0.2.1'],
    ['10.0.0.4, 10.0.0.3', '10.0.0.4'],
    ['192.0.2.1, ::ffff:10.0.0.2', '192.0.2.1'],
    ['192.0.2.1 ,10.0.0.2:1234', '192.0.2.1'],
    [' , 192.0.2.1,, ', '192.0.2.1'],
    ['2001:db8::1', '2001:db8::1'],
    ['"[2001:db8::1]"', ''],
    ['[2001:DB8::1]:9', '2001:db8::1'],
    ['unknown', ''],
    ['6.6.6.6, garbage', ''],
    ['6.6.6.6, 127.1', ''],
    ['6.6.6.6, unknown, 10.0.0.2', ''],
    ['', proxy],
  ])('of %j is %j', async (field, address) => {
    expect(await clientOf(field)).toBe(address)
  })

  it('may be behind a number of proxies whose addresses are not known', async () => {
    const far = '203.0.113.5'
    expect(await clientOf('6.6.6.6, 192.0.2.1', { trust: 1 }, far)).toBe('192.0.2.1')
    expect(await clientOf('6.6.6.6, 192.0.2.1, 203.0.113.6', { trust: 2 }, far)).toBe('192.0.2.1')
    expect(await clientOf('6.6.6.6', { trust: 2 }, far)).toBe(far)
    expect(await seen({ 'x-forwarded-for': '6.6.6.6', 'x-forwarded-proto': 'https' }, { trust: 2 }, { peer: far })).toMatchObject({
      client: far,
      href: 'http://app.internal:3000/a%2Fb?c',
      fields: 'host',
    })
  })

  it('may be behind a proxy at a unix socket, where that is trusted', async () => {
    expect(await clientOf('192.0.2.1', { trust: ['unix'] }, '')).toBe('192.0.2.1')
    expect(await clientOf('192.0.2.1', { trust: ['loopback'] }, '')).toBe('')
    const fetched = await seen({ 'x-forwarded-for': '192.0.2.1' }, { trust: ['unix'] }, { peer: '', gateway: {} })
    expect([fetched.client, fetched.isTrusted]).toEqual(['', false])
    const counted = await seen({ 'x-forwarded-for': '192.0.2.1' }, { trust: 1 }, { peer: '', gateway: {} })
    expect([counted.client, counted.isTrusted]).toEqual(['192.0.2.1', true])
  })

  it('is known by a mapped address of the proxy, too', async () => {
    expect(await clientOf('192.0.2.1', {}, '::ffff:10.0.0.1')).toBe('192.0.2.1')
    expect(await clientOf('192.0.2.1', {}, '::ffff:11.0.0.1')).toBe('::ffff:11.0.0.1')
  })

  it('comes from the field that the options name, and no other', async () => {
    const headers = { 'x-real-ip': '192.0.2.1', 'x-forwarded-for': '6.6.6.6' }
    expect(await seen(headers, { client: 'X-Real-IP' })).toMatchObject({ client: '192.0.2.1', fields: 'host' })
    expect(await seen(headers, { client: false })).toMatchObject({ client: proxy, fields: 'host' })
  })
})

describe('the URL', () => {
  test.each([
    [{ 'x-forwarded-proto': 'HTTPS' }, 'https://app.internal:3000/a%2Fb?c'],
    [{ 'x-forwarded-proto': 'wss' }, 'https://app.internal:3000/a%2Fb?c'],
    [{ 'x-forwarded-proto': '' }, 'http://app.internal:3000/a%2Fb?c'],
    [{ 'x-forwarded-proto': 'https, http' }, 'http://app.internal:3000/a%2Fb?c'],
    [{ 'x-forwarded-for': '192.0.2.1, 10.0.0.2', 'x-forwarded-proto': 'https, http' }, 'https://app.internal:3000/a%2Fb?c'],
    [{ 'x-forwarded-for': '6.6.6.6, 192.0.2.1', 'x-forwarded-proto': 'https, http' }, 'http://app.internal:3000/a%2Fb?c'],
    [{ 'x-forwarded-host': 'example.org' }, 'http://example.org/a%2Fb?c'],
    [{ 'x-forwarded-host': 'evil.example, example.org:8080', 'x-forwarded-proto': 'https' }, 'https://example.org:8080/a%2Fb?c'],
    [{ 'x-forwarded-host': '[2001:db8::1]:81' }, 'http://[2001:db8::1]:81/a%2Fb?c'],
    [{ 'x-forwarded-prefix': '/wiki' }, 'http://app.internal:3000/wiki/a%2Fb?c'],
    [{ 'x-forwarded-prefix': '/wiki/', 'x-forwarded-proto': 'https' }, 'https://app.internal:3000/wiki/a%2Fb?c'],
    [{ 'x-forwarded-prefix': '/' }, 'http://app.internal:3000/a%2Fb?c'],
  ])('of %j is %s', async (headers, href) => {
    const answer = await seen(headers, { host: 'x-forwarded-host', prefix: 'x-forwarded-prefix' })
    expect(answer).toMatchObject({ href, path: '/a%2Fb', mount: href.includes('/wiki/') ? '/wiki' : '' })
  })

  it('keeps a mount, a path that begins with two slashes, and the host field in step', async () => {
    const options = { host: 'x-forwarded-host', prefix: 'x-forwarded-prefix' }
    const headers = { 'x-forwarded-host': 'example.org', 'x-forwarded-prefix': '/a' }
    expect(await seen(headers, options, { url: 'http://x/b//c', mount: '/b' })).toMatchObject({
      href: 'http://example.org/a/b//c',
      mount: '/a/b',
      path: '//c',
    })
    const app = forwarded({ trust: [proxy], ...options })((context) => text(context.headers.get('host') ?? ''))
    expect(await (await app(contextFor('GET', '/', { headers, client: { address: proxy } }))).text()).toBe('example.org')
  })

  test.each([
    [{ 'x-forwarded-proto': 'ftp' }, 'x-forwarded-proto'],
    [{ 'x-forwarded-proto': 'https://evil' }, 'x-forwarded-proto'],
    [{ 'x-forwarded-host': 'a b' }, 'x-forwarded-host'],
    [{ 'x-forwarded-host': 'user@example.org' }, 'x-forwarded-host'],
    [{ 'x-forwarded-host': 'example.org/x' }, 'x-forwarded-host'],
    [{ 'x-forwarded-host': 'example.org:99999' }, 'x-forwarded-host'],
    [{ 'x-forwarded-prefix': 'wiki' }, 'x-forwarded-prefix'],
    [{ 'x-forwarded-prefix': '//evil.example' }, 'x-forwarded-prefix'],
    [{ 'x-forwarded-prefix': '/a/../b' }, 'x-forwarded-prefix'],
    [{ 'x-forwarded-prefix': '/a?b' }, 'x-forwarded-prefix'],
    [{ forwarded: 'for=", for=192.0.2.1' }, 'Forwarded'],
  ])('is not made of %j', async (headers, name) => {
    const fields = 'forwarded' in headers ? { client: 'forwarded' } : {}
    const asked = seen(headers, { host: 'x-forwarded-host', prefix: 'x-forwarded-prefix', ...fields })
    await expect(asked).rejects.toThrow(HttpError)
    await expect(asked).rejects.toMatchObject({ status: 400, message: expect.stringContaining(name) })
  })
})

describe('Forwarded (RFC 7239)', () => {
  const standard = { client: 'forwarded', scheme: 'forwarded', host: 'forwarded' }

  test.each([
    ['for=192.0.2.1;proto=https;host=example.org', '192.0.2.1', 'https://example.org/a%2Fb?c'],
    ['for="[2001:db8::1]:99";proto=https', '2001:db8::1', 'https://app.internal:3000/a%2Fb?c'],
    [
      'for=192.0.2.1;proto=https;host="example.org:444", for=10.0.0.2;proto=http;host=inner',
      '192.0.2.1',
      'https://example.org:444/a%2Fb?c',
    ],
    ['for=6.6.6.6;proto=https;host=evil, for=192.0.2.1;proto=http;host=example.org', '192.0.2.1', 'http://example.org/a%2Fb?c'],
    ['proto=https', '', 'https://app.internal:3000/a%2Fb?c'],
    ['for=_hidden, for=10.0.0.2', '', 'http://app.internal:3000/a%2Fb?c'],
    ['for="192.0.2.1;proto=https"', '', 'http://app.internal:3000/a%2Fb?c'],
  ])('%j', async (field, client, href) => {
    expect(await seen({ forwarded: field, 'x-forwarded-for': '6.6.6.6', 'x-forwarded-proto': 'https' }, standard)).toMatchObject({
      client,
      href,
      fields: 'host',
    })
  })
})

describe('options', () => {
  test.each<[unknown, string]>([
    [{}, 'forwarded: trust is a list of proxies, or their number'],
    [{ trust: 0 }, 'forwarded: trust is a list of proxies, or their number'],
    [{ trust: true }, 'forwarded: trust is a list of proxies, or their number'],
    [{ trust: '10.0.0.1' }, 'forwarded: trust is a list of proxies, or their number'],
    [{ trust: ['10.0.0.0/40'] }, 'forwarded: "10.0.0.0/40" is not an address'],
    [{ trust: ['unix'], client: true }, 'forwarded: client is the name of a field, or false'],
    [{ trust: ['unix'], host: 'x y' }, 'forwarded: host is the name of a field, or false'],
    [{ trust: ['unix'], prefix: 'Forwarded' }, 'forwarded: Forwarded says nothing of a prefix'],
  ])('%j is refused at once', (options, message) => {
    expect(() => Reflect.apply(forwarded, undefined, [options])).toThrow(message)
  })
})
