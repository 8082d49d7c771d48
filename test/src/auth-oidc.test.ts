import { Readable } from 'node:stream'
import { auth, fresh, require, type Scheme } from '@gangway/auth'
import { oidc, storedLogouts, type OidcOptions, type OidcSession, type OidcUser, type WithSession } from '@gangway/auth-oidc'
import { extend, json, redirect, stack, type Application } from '@gangway/gateway'
import { serve } from '@gangway/http'
import { memoryStore, session } from '@gangway/session'
import { Browsing, navigation } from './browsing.ts'
import { freePort } from './free-port.ts'
import { startOidcProvider, type OidcProvider } from './oidc-provider.ts'

const clientId = 'the wiki'
const clientSecret = 'a secret of the wiki, long enough'
let provider: OidcProvider
let server: Awaited<ReturnType<typeof serve>>
let origin: string
let site: Application
let logged: string[]

function clientAt(origin: string): { client_id: string; redirect_uris: string[] } & Record<string, unknown> {
  return {
    client_id: clientId,
    client_secret: clientSecret,
    redirect_uris: [`${origin}/oidc/callback`, `${origin}/below/oidc/callback`],
    post_logout_redirect_uris: [`${origin}/`],
    backchannel_logout_uri: `${origin}/oidc/backchannel-logout`,
    backchannel_logout_session_required: true,
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
  }
}

const store = memoryStore()
const configuration = { issueRefreshToken: async () => true, rotateRefreshToken: true }

beforeAll(async () => {
  const port = await freePort()
  origin = `http://127.0.0.1:${port}`
  provider = await startOidcProvider({ clients: [clientAt(origin)], accessTokenLifetime: 100, configuration })
  const application: Application = (context) => {
    context.log = (message) => void logged.push(String(message))
    return site(context)
  }
  server = await serve(application, { listen: `127.0.0.1:${port}` })
})
beforeEach(() => (logged = []))
afterAll(async () => {
  await server.close()
  await provider.stop()
})

function startSite(options: Partial<OidcOptions> = {}, sealed = false): void {
  const login = oidc({ issuer: provider.issuer, clientId, clientSecret, ...options })
  // What it gives is a scheme for `auth`.
  const scheme: Scheme<OidcUser, OidcSession, WithSession> = login
  site = stack()
    .use(session(sealed ? { secrets: ['a-secret-of-32-bytes-0123456789-'] } : { store }))
    .use(login.routes)
    .app(async (context) => {
      const credentials = scheme.identify(context)
      const outcome = credentials === null ? null : await scheme.authenticate(credentials, context)
      if (!outcome?.user) return redirect(login.loginLocation(context), 303)
      const { path, query } = context
      if (path === '/again') return redirect(login.loginLocation(extend(context, { user: outcome.user })), 303)
      const token = path === '/token' ? await login.accessToken(context) : undefined
      return json({ ...outcome, path, query, token, session: context.session.id })
    })
}

const isCallback = (url: URL): boolean => url.pathname.endsWith('/callback')

async function readJson(response: Response): Promise<Record<string, unknown>> {
  expect(response.status).toBe(200)
  return JSON.parse(await response.text())
}

describe('oidc, with a real provider', () => {
  it('signs a user in, and comes back to the page that was asked for', async () => {
    startSite()
    const { response, url } = await new Browsing().go(`${origin}/pages/one?q=%2F1`)
    expect(url.href).toBe(`${origin}/pages/one?q=%2F1`)
    expect(await readJson(response)).toMatchObject({
      user: { id: `${provider.issuer}#ann` },
      path: '/pages/one',
      query: 'q=%2F1',
    })
  })

  it('works with a session that is sealed in its cookie', async () => {
    startSite({}, true)
    const { response } = await new Browsing().go(`${origin}/`)
    expect(response.status).toBe(200)
  })

  it('gives the session a new id at sign-in, and leaves no cookie of the sign-in behind (A6)', async () => {
    startSite()
    const browser = new Browsing()
    await browser.go(`${origin}/`)
    const before = await readJson(await browser.ask(`${origin}/`))
    await browser.go(`${origin}/again`, {}, ({ pathname }) => pathname === '/again')
    const after = await readJson(await browser.ask(`${origin}/`))
    expect(after.session).not.toBe(before.session)
    expect([...browser.cookies(origin).keys()]).toEqual(['session'])
  })

  it('lets several tabs sign in at once, and each comes to its own page (A7)', async () => {
    startSite()
    const browser = new Browsing()
    const paths = ['/a', '/b', '/c']
    const tabs = await Promise.all(paths.map((path) => browser.go(origin + path, {}, (url) => url.origin === provider.issuer)))
    const answers: URL[] = []
    for (const { url } of tabs) answers.push((await browser.go(url, {}, isCallback)).url)
    for (const [index, url] of [...answers.entries()].toReversed()) {
      const { response } = await browser.go(url)
      expect(await readJson(response)).toMatchObject({ path: paths[index] })
    }
  })

  it('takes an answer once; who has signed in with it goes on to the first page (A7)', async () => {
    startSite()
    const browser = new Browsing()
    const { url } = await browser.go(`${origin}/page`, {}, isCallback)
    const stolen = await new Browsing().ask(url)
    expect(stolen.status).toBe(400)
    expect(await stolen.text()).toContain('begun too long ago')
    expect((await browser.ask(url)).headers.get('location')).toBe('/page')
    const again = await browser.ask(url)
    expect([again.status, again.headers.get('location')]).toEqual([303, '/'])
    expect(logged).toEqual([])
  })

  it.each([
    ['has no state', (url: URL) => url.searchParams.delete('state')],
    ['has an unknown state', (url: URL) => url.searchParams.set('state', 'x')],
    ['has two states', (url: URL) => url.searchParams.append('state', url.searchParams.get('state') ?? '')],
    ['is of another issuer (RFC 9207)', (url: URL) => url.searchParams.set('iss', 'https://evil.example')],
    ['does not say which issuer it is of (RFC 9207)', (url: URL) => url.searchParams.delete('iss')],
    ['has two codes', (url: URL) => url.searchParams.append('code', 'x')],
    ['has another code', (url: URL) => url.searchParams.set('code', 'x')],
    ['has no code', (url: URL) => url.searchParams.delete('code')],
    ['is nothing', (url: URL) => (url.search = '')],
  ])('refuses an answer that %s (A7)', async (_, change) => {
    startSite()
    const browser = new Browsing()
    const { url } = await browser.go(`${origin}/page`, {}, isCallback)
    change(url)
    const { status, headers } = await browser.ask(url)
    expect([status, headers.get('cache-control')]).toEqual([400, 'no-store'])
    expect((await browser.ask(`${origin}/page`)).status).toBe(303)
  })

  it.each([
    ['nonce', 0],
    ['verifier', 1],
  ])('refuses an answer to another %s', async (_, index) => {
    startSite()
    const browser = new Browsing()
    const { url } = await browser.go(`${origin}/page`, {}, isCallback)
    const [name = '', value = ''] = [...browser.cookies(origin)].find(([cookie]) => cookie.startsWith('oidc-')) ?? []
    const parts: unknown[] = JSON.parse(Buffer.from(value, 'base64url').toString())
    parts[index] = 'x'.repeat(43)
    browser.cookies(origin).set(name, Buffer.from(JSON.stringify(parts)).toString('base64url'))
    expect((await browser.ask(url)).status).toBe(400)
    expect((await browser.ask(`${origin}/page`)).status).toBe(303)
  })

  it('tells who was refused by the provider so, and nothing of what came with it (A7)', async () => {
    startSite({ parameters: { login_hint: 'refuses' } })
    const browser = new Browsing()
    const { url } = await browser.go(`${origin}/page`, {}, isCallback)
    url.searchParams.set('error_description', '<script>alert(1)</script>')
    const response = await browser.ask(url)
    expect(response.status).toBe(403)
    const page = await response.text()
    expect(page).toContain('<a href="/oidc/login?return-to=%2Fpage">')
    expect(page).not.toContain('script')
  })

  it('takes an answer that is posted, with a session of SameSite=Lax (A7)', async () => {
    startSite({ responseMode: 'form_post' })
    const browser = new Browsing()
    const { response } = await browser.go(`${origin}/page`)
    const page = await response.text()
    const action = /action="([^"]+)"/.exec(page)?.[1] ?? ''
    expect(action).toBe(`${origin}/oidc/callback`)
    const fields = [...page.matchAll(/name="([^"]+)" value="([^"]+)"/g)].map(([, name = '', value = '']): [string, string] => [name, value])
    // A browser sends no cookies of the site with this form.
    const posted = await fetch(action, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
    expect(posted.status).toBe(303)
    const { response: last } = await browser.go(new URL(posted.headers.get('location') ?? '', origin))
    expect(await readJson(last)).toMatchObject({ path: '/page' })
  })

  it('works below a path', async () => {
    const login = oidc({ issuer: provider.issuer, clientId, clientSecret })
    const app = stack()
      .use(session({ store: memoryStore() }))
      .use(login.routes)
      .app(async (context) => {
        const { user } = await login.authenticate(context.session)
        return user ? json({ user }) : redirect(login.loginLocation(context, context.mount), 303)
      })
    site = (context) => app(context.with({ mount: '/below', path: context.path.slice('/below'.length) }))
    const { response, url } = await new Browsing().go(`${origin}/below/page`)
    expect([response.status, url.pathname]).toEqual([200, '/below/page'])
  })

  it('keeps the user of one sign-in apart from the next one (A6)', async () => {
    startSite({ parameters: { login_hint: 'ann' } })
    const browser = new Browsing()
    await browser.go(`${origin}/`)
    browser.cookies(provider.issuer).clear()
    startSite({ parameters: { login_hint: 'bob', prompt: 'login' } })
    const { response } = await browser.go(`${origin}/again`, {}, ({ pathname }) => pathname === '/again')
    expect(response.status).toBe(303)
    expect(await readJson(await browser.ask(`${origin}/`))).toMatchObject({ user: { id: `${provider.issuer}#bob` } })
  })

  it('asks again for the password of who has signed in and is sent to the login page (A9)', async () => {
    startSite()
    const browser = new Browsing()
    await browser.go(`${origin}/`)
    const before = provider.prompts.filter((name) => name === 'login').length
    await browser.go(`${origin}/again`, {}, ({ pathname }) => pathname === '/again')
    expect(provider.prompts.filter((name) => name === 'login')).toHaveLength(before + 1)
    const { authTime } = await readJson(await browser.ask(`${origin}/`))
    expect(Math.abs(Number(authTime) - Date.now() / 1000)).toBeLessThan(10)
  })

  it('proves to a rule of auth that the password was given just now (A9)', async () => {
    const login = oidc({ issuer: provider.issuer, clientId, clientSecret })
    site = stack()
      .use(session({ store }))
      .use(login.routes)
      .use(auth({ schemes: [login] }))
      .use(require(fresh(1)))
      .app(({ user }) => json({ user }))
    const browser = new Browsing()
    const headers = navigation
    const { response } = await browser.go(`${origin}/page`, { headers })
    expect(response.status).toBe(200)
    await new Promise((resolve) => setTimeout(resolve, 2100))
    const { url } = await browser.go(`${origin}/page`, { headers }, (at) => at.origin === provider.issuer)
    expect(url.searchParams.get('prompt')).toBe('login')
    expect((await browser.go(url)).response.status).toBe(200)
    expect((await browser.ask(`${origin}/page`, { headers: { ...headers, 'sec-fetch-mode': 'cors' } })).status).toBe(200)
    expect((await new Browsing().ask(`${origin}/page`)).headers.get('www-authenticate')).toBe('Cookie form-action="/oidc/login"')
  })

  it('has the claims of the ID token, and asks for the others', async () => {
    startSite({
      user: async ({ claims, userInfo, accessToken }) => {
        const { name, email } = await userInfo()
        return { id: claims.sub, name: String(name), email: String(email), scopes: [accessToken === '' ? '' : 'has a token'] }
      },
    })
    const { response } = await new Browsing().go(`${origin}/`)
    expect(await readJson(response)).toMatchObject({
      user: { id: 'ann', name: 'The ann', email: 'ann@example.org', scopes: ['has a token'] },
    })
  })

  it('refuses whom the application does not know, and signs out whom it knows no longer (A8)', async () => {
    startSite({ user: () => null })
    expect((await new Browsing().go(`${origin}/`)).response.status).toBe(403)
    let isKnown = true
    startSite({ find: (id) => (isKnown ? { id, roles: ['admin'] } : null) })
    const browser = new Browsing()
    expect(await readJson((await browser.go(`${origin}/`)).response)).toMatchObject({ user: { roles: ['admin'] } })
    isKnown = false
    expect((await browser.ask(`${origin}/`)).status).toBe(303)
  })

  it('starts while the provider is down, says so, and finds it when it is up (A7)', async () => {
    const otherPort = await freePort()
    let time = Date.now()
    startSite({ issuer: `http://127.0.0.1:${otherPort}`, now: () => time })
    const browser = new Browsing()
    const { response } = await browser.go(`${origin}/page`)
    expect(response.status).toBe(503)
    expect(await response.text()).toContain('cannot be reached')
    const other = await startOidcProvider({ port: otherPort, clients: [clientAt(origin)] })
    try {
      expect((await browser.go(`${origin}/page`)).response.status).toBe(503)
      time += 3000
      expect((await browser.go(`${origin}/page`)).response.status).toBe(200)
    } finally {
      await other.stop()
    }
  })

  it('signs out here and at the provider', async () => {
    startSite({ keepTokens: true })
    const browser = new Browsing()
    await browser.go(`${origin}/`)
    const prompted = provider.prompts.length
    expect((await browser.ask(`${origin}/oidc/logout`)).status).toBe(405)
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }])
      expect((await browser.ask(`${origin}/oidc/logout`, { method: 'POST', headers })).status).toBe(403)
    const { response, url } = await browser.go(`${origin}/oidc/logout`, { method: 'POST', headers: { origin } })
    expect(url.origin).toBe(provider.issuer)
    expect(url.searchParams.has('id_token_hint')).toBe(true)
    const { url: last } = await confirmLogout(browser, await response.text(), ({ origin: at }) => at === origin)
    expect(last.href).toBe(`${origin}/`)
    expect((await browser.ask(`${origin}/`)).status).toBe(303)
    await browser.go(`${origin}/`)
    expect(provider.prompts.slice(prompted)).toContain('login')
  })

  it.each([
    ['in memory', undefined],
    ['in a store', storedLogouts(memoryStore())],
  ])('ends the session that the provider has ended, and no other one; noted %s (A8)', async (_, logouts) => {
    startSite(logouts ? { logouts } : {})
    const [browser, other] = [new Browsing(), new Browsing()]
    await browser.go(`${origin}/`)
    await other.go(`${origin}/`)
    const page = await browser.ask(`${provider.issuer}/session/end`)
    await confirmLogout(browser, await page.text())
    expect((await browser.ask(`${origin}/`)).status).toBe(303)
    expect((await other.ask(`${origin}/`)).status).toBe(200)
    expect((await browser.go(`${origin}/`)).response.status).toBe(200)
  })

  it('takes a logout token once, and none that was changed (A8)', async () => {
    startSite()
    const tokens: string[] = []
    const inner = site
    site = async (context) => {
      if (context.path !== '/oidc/backchannel-logout' || tokens.length > 0) return await inner(context)
      const form = await context.request.text()
      tokens.push(new URLSearchParams(form).get('logout_token') ?? '')
      return await inner(context.with({ body: Readable.from([Buffer.from(form)]) }))
    }
    const browser = new Browsing()
    await browser.go(`${origin}/`)
    const page = await browser.ask(`${provider.issuer}/session/end`)
    await confirmLogout(browser, await page.text())
    const [token = ''] = tokens
    const tell = async (logoutToken: string): Promise<unknown> => {
      const body = new URLSearchParams({ logout_token: logoutToken })
      const response = await fetch(`${origin}/oidc/backchannel-logout`, { method: 'POST', body })
      return [response.status, await response.json()]
    }
    expect(await tell(token)).toEqual([400, { error: 'invalid_request', error_description: 'the logout token was used before' }])
    const changed = token.replace(/\.[^.]{8}/, '.AAAAAAAA')
    expect(await tell(changed)).toEqual([400, { error: 'invalid_request', error_description: 'the logout token is not valid' }])
    expect(logged).toEqual([expect.stringMatching(/^auth-oidc: a logout token was refused: JW/)])
    expect(logged[0]).not.toContain(token.slice(0, 10))
  })

  it('renews the access token in time, once for all requests of a session', async () => {
    let time = Date.now()
    startSite({ keepTokens: true, now: () => time })
    const browser = new Browsing()
    const first = await readJson((await browser.go(`${origin}/token`)).response)
    expect(await readJson(await browser.ask(`${origin}/token`))).toMatchObject({ token: first.token })
    time += 80_000
    const tokens = await Promise.all(Array.from({ length: 5 }, async () => (await readJson(await browser.ask(`${origin}/token`))).token))
    expect(new Set(tokens).size).toBe(1)
    expect(tokens[0]).toEqual(expect.any(String))
    expect(tokens[0]).not.toBe(first.token)
    time += 80_000
    expect((await readJson(await browser.ask(`${origin}/token`))).token).not.toBe(tokens[0])
  })
})

async function confirmLogout(browser: Browsing, page: string, stop?: (url: URL) => boolean): Promise<{ url: URL }> {
  const action = /action="([^"]+)"/.exec(page)?.[1] ?? ''
  const secret = /name="xsrf" value="([^"]+)"/.exec(page)?.[1] ?? ''
  const body = new URLSearchParams({ xsrf: secret, logout: 'yes' })
  return await browser.go(action, { method: 'POST', body }, stop)
}
