import { createServer } from 'node:http'
import { once } from 'node:events'
import { contextFor, extend, text, type Application } from '@gangway/gateway'
import { lint } from '@gangway/lint'
import { oidc, type OidcOptions, type OidcSession, type WithSession } from './index.ts'

const options: OidcOptions = { issuer: 'https://id.example', clientId: 'wiki' }

function emptySession(): OidcSession & { readonly data: Map<string, unknown>; ownerId: string | null; destroyed: number } {
  const data = new Map<string, unknown>()
  return {
    data,
    ownerId: null,
    destroyed: 0,
    load: async () => undefined,
    get: (key) => data.get(key),
    set: (key, value) => void data.set(key, value),
    owner(id) {
      this.ownerId = id
    },
    destroy() {
      this.destroyed += 1
      this.ownerId = null
      data.clear()
    },
  }
}

function appOf(login = oidc(options), session: OidcSession = emptySession()): Application {
  const routed = login.routes((context) => text(`page ${context.path}`))
  return (context) => routed(extend(context, { session }))
}

const form = { 'content-type': 'application/x-www-form-urlencoded' }

describe('oidc', () => {
  it.each([
    ['an issuer that is no URL', { issuer: 'id.example' }],
    ['an issuer on http', { issuer: 'http://id.example' }],
    ['an issuer with a query', { issuer: 'https://id.example/?x' }],
    ['no client', { clientId: '' }],
    ['an empty secret', { clientSecret: '' }],
    ['a scope without openid', { scope: 'email' }],
    ['a path that is none', { path: 'oidc' }],
    ['a path on another site', { path: '//evil.example' }],
    ['a home that is none', { home: '/\\evil' }],
    ['a name that is none', { name: 'a b' }],
    ['an age that is none', { maxAge: -1 }],
  ])('refuses %s', (_, wrong) => {
    expect(() => oidc({ ...options, ...wrong })).toThrow(TypeError)
  })

  it.each(['http://localhost:8080', 'http://127.0.0.1', 'http://[::1]/realms/x', 'https://id.example/realms/x'])('takes %s', (issuer) => {
    expect(() => oidc({ ...options, issuer })).not.toThrow()
  })

  it('passes everything on but its own addresses, at once', async () => {
    const app = appOf()
    for (const path of ['/', '/oidc', '/oidc/login/', '/oidc/other', '/x/oidc/login']) {
      const response = app(contextFor('GET', path))
      expect(response).not.toBeInstanceOf(Promise)
      expect(await (await response).text()).toBe(`page ${path}`)
    }
  })

  it.each([
    ['POST', '/oidc/login', 'GET, HEAD'],
    ['PUT', '/oidc/callback', 'GET, POST'],
    ['HEAD', '/oidc/callback', 'GET, POST'],
    ['GET', '/oidc/logout', 'POST'],
    ['GET', '/oidc/backchannel-logout', 'POST'],
    ['constructor', '/oidc/login', 'GET, HEAD'],
  ])('refuses %s %s', async (method, path, allow) => {
    const response = await appOf()(contextFor(method, path))
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow])
  })

  it.each([
    ['a body of another kind', { 'content-type': 'application/json' }, '{}', 415],
    ['a body without a kind', {}, 'logout_token=x', 415],
    ['a huge body', form, `logout_token=${'x'.repeat(70_000)}`, 413],
  ])('refuses %s at the back channel', async (_, headers, body, status) => {
    const context = contextFor('POST', '/oidc/backchannel-logout', { headers, body })
    await expect(appOf()(context)).rejects.toMatchObject({ status })
  })

  it.each(['', 'x=1', 'logout_token=', 'logout_token=a&logout_token=b'])('refuses the form %p at the back channel', async (body) => {
    const response = await appOf()(contextFor('POST', '/oidc/backchannel-logout', { headers: form, body }))
    expect([response.status, response.headers.get('cache-control')]).toEqual([400, 'no-store'])
    expect(JSON.parse(await response.text())).toMatchObject({ error: 'invalid_request' })
  })

  it('sends to its login page, with the page to come back to', () => {
    const login = oidc({ ...options, path: '/sign' })
    const at = (method: string, url: string, user?: object) =>
      login.loginLocation(extend(contextFor(method, url, { mount: '/wiki' }), { session: emptySession(), ...(user && { user }) }), '/wiki')
    expect(at('GET', '/wiki/page?a=1&b=2')).toBe('/wiki/sign/login?return-to=%2Fwiki%2Fpage%3Fa%3D1%26b%3D2')
    expect(at('POST', '/wiki/page')).toBe('/wiki/sign/login')
    expect(at('POST', '/wiki/page', { id: 'ann' })).toBe('/wiki/sign/login?again=1')
  })

  it('finds nobody in a session that is empty, strange, or another user’s', async () => {
    const login = oidc(options)
    const record = { id: 'ann', issuer: 'https://id.example', subject: 'ann', issuedAt: 1, authTime: 2, user: { id: 'ann' } }
    const session = emptySession()
    for (const value of [undefined, null, 'ann', [], {}, { id: 'ann' }, record]) {
      session.data.set('oidc', value)
      expect(await login.authenticate(session)).toEqual({ user: null })
    }
    session.ownerId = 'bob'
    expect(await login.authenticate(session)).toEqual({ user: null })
    session.ownerId = 'ann'
    expect(await login.authenticate(session)).toEqual({ user: { id: 'ann' }, authTime: 2 })
    expect(session.destroyed).toBe(0)
  })

  it('looks at no session when there is no cookie', () => {
    const session = emptySession()
    const at = (headers: Record<string, string>) => oidc(options).identify(extend(contextFor('GET', '/', { headers }), { session }))
    expect(at({})).toBeNull()
    expect(at({ cookie: 'a=b' })).toBe(session)
  })

  it('gives no access token without keepTokens, and none to strangers', async () => {
    const context: ReturnType<typeof contextFor> & WithSession = extend(contextFor('GET', '/'), { session: emptySession() })
    await expect(oidc(options).accessToken(context)).rejects.toThrow(TypeError)
    expect(await oidc({ ...options, keepTokens: true }).accessToken(context)).toBeNull()
  })

  it('keeps to the interface', async () => {
    const app = lint()(appOf())
    expect(await (await app(contextFor('GET', '/'))).text()).toBe('page /')
    expect((await app(contextFor('PUT', '/oidc/login'))).status).toBe(405)
  })
})

describe('oidc, while its provider', () => {
  const answers: { status: number; body: string }[] = []
  let asked = 0
  const server = createServer((_, response) => {
    asked += 1
    const { status, body } = answers.shift() ?? { status: 500, body: '' }
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  })
  let issuer: string
  beforeAll(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    issuer = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  })
  afterAll(async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })

  it.each([
    ['fails', 500, ''],
    ['talks nonsense', 200, '<html>'],
    ['is another one', 200, '{"issuer":"https://evil.example"}'],
  ])('%s, answers 503 with a page, and asks again after two seconds only (A7)', async (_, status, body) => {
    let time = Date.now()
    const logged: string[] = []
    const app = appOf(oidc({ ...options, issuer, now: () => time }))
    const ask = async (): Promise<Response> => await app(contextFor('GET', '/oidc/login', { log: (line) => void logged.push(line) }))
    answers.push({ status, body }, { status, body })
    const before = asked
    const all = await Promise.all([ask(), ask(), ask()])
    expect(all.map((each) => each.status)).toEqual([503, 503, 503])
    expect(all[0]?.headers.get('retry-after')).toBe('5')
    await ask()
    expect(asked).toBe(before + 1)
    time += 2001
    await ask()
    expect(asked).toBe(before + 2)
    expect(logged[0]).toContain('auth-oidc: a sign-in failed')
  })

  it('is down, signs out all the same', async () => {
    const session = emptySession()
    const logged: string[] = []
    const app = appOf(oidc({ ...options, issuer }), session)
    const response = await app(contextFor('POST', 'https://example.org/oidc/logout', { log: (line) => void logged.push(line) }))
    expect([response.status, response.headers.get('location'), session.destroyed]).toEqual([303, '/', 1])
    expect(logged).toHaveLength(1)
  })
})
