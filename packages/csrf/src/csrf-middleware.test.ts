import { contextFor, html, stack, text, type Application, type Context, type ContextForInit, type Middleware } from '@gangway/gateway'
import { form } from '@gangway/form'
import { keyring } from '@gangway/keyring'
import { lint } from '@gangway/lint'
import { memoryStore, session, type Session, type SessionOptions } from '@gangway/session'
import { csrf, CsrfError, type Csrf, type CsrfOptions } from './index.ts'

const secrets = ['a-secret-of-32-bytes-0123456789-']
const other = ['b-secret-of-32-bytes-0123456789-']
const address = 'https://example.org/x'
const urlencoded = 'application/x-www-form-urlencoded'

type Handler = Application<{ csrf: Csrf }>

function appWith(options: CsrfOptions = {}, handler: Handler = () => text('done')): Application {
  return stack().use(lint()).use(form()).use(csrf(options)).use(lint()).app(handler)
}

function request(fields: Record<string, string> = {}, init: ContextForInit & { method?: string; url?: string } = {}): Context {
  return contextFor(init.method ?? 'POST', init.url ?? address, { ...init, headers: fields, log: () => {} })
}

async function outcome(app: Application, context: Context): Promise<string> {
  try {
    return await (await app(context)).text()
  } catch (error) {
    if (error instanceof CsrfError) return `${error.status} ${error.reason}`
    throw error
  }
}

// A page with a token, as an old browser gets it.
async function page(app: Application, cookie = '', url = address): Promise<{ token: string; cookie: string; response: Response }> {
  const response = await app(request(cookie === '' ? {} : { cookie }, { method: 'GET', url }))
  const set = response.headers.getSetCookie().map((line) => line.split(';')[0] ?? '')
  const kept = cookie === '' ? [] : cookie.split('; ').filter((pair) => !set.some((line) => line.split('=')[0] === pair.split('=')[0]))
  return { token: await response.clone().text(), cookie: [...kept, ...set].join('; '), response }
}

const showsToken: Handler = ({ csrf: found, method }) => text(method === 'GET' ? found.token() : 'done')

describe('csrf', () => {
  it('refuses with 403 and says why, without calling the application', async () => {
    let isCalled = false
    const app = appWith({}, () => {
      isCalled = true
      return text('done')
    })
    expect(await outcome(app, request({ 'sec-fetch-site': 'cross-site' }))).toBe('403 cross-site')
    expect(await outcome(app, request({ origin: 'https://evil.example' }))).toBe('403 origin')
    expect(await outcome(app, request({ origin: 'null' }))).toBe('403 origin')
    expect(isCalled).toBe(false)
    expect(await outcome(app, request({ 'sec-fetch-site': 'same-origin' }))).toBe('done')
    const error = new CsrfError('cross-site')
    expect([error.status, error.expose, error.message]).toEqual([403, true, 'csrf: this request was made by a page of another site'])
  })

  it('takes what no browser of today sends, as long as there are no secrets', async () => {
    expect(await outcome(appWith(), request())).toBe('done')
  })

  it('is synchronous where the application is', () => {
    const reply = text('done')
    const app = csrf()(() => reply)
    expect(app(request({ 'sec-fetch-site': 'same-origin' }))).toBe(reply)
    expect(app(request({}, { method: 'GET' }))).toBe(reply)
    expect(() => app(request({ 'sec-fetch-site': 'cross-site' }))).toThrow(CsrfError)
  })

  it('exempts whole paths as they are, mount included', async () => {
    const app = appWith({ exempt: ['/hooks/pay', '/wiki/hook'] })
    const at = (url: string, mount = ''): Promise<string> =>
      outcome(app, request({ 'sec-fetch-site': 'cross-site' }, { url: `https://example.org${url}`, mount }))
    expect(await at('/hooks/pay?x=1')).toBe('done')
    expect(await at('/wiki/hook', '/wiki')).toBe('done')
    for (const path of [
      '/hooks/pay/',
      '//hooks/pay',
      '/hooks//pay',
      '/hooks/p%61y',
      '/hooks%2Fpay',
      '/hooks/pay/x',
      '/HOOKS/PAY',
      '/x/hooks/pay',
      '/hooks/pay;x',
      '/',
    ])
      expect([path, await at(path)]).toEqual([path, '403 cross-site'])
  })

  it('exempts what a function says', async () => {
    const app = appWith({ exempt: ({ headers }) => headers.has('x-signature') })
    expect(await outcome(app, request({ 'sec-fetch-site': 'cross-site', 'x-signature': '1' }))).toBe('done')
    expect(await outcome(app, request({ 'sec-fetch-site': 'cross-site' }))).toBe('403 cross-site')
  })

  it('sees the method that a layer outside of it has put in place of another', async () => {
    const override: Middleware = (app) => (context) => app(context.with({ method: 'DELETE' }))
    const app = stack()
      .use(override)
      .use(csrf())
      .app(() => text('done'))
    expect(await outcome(app, request({ 'sec-fetch-site': 'cross-site' }, { method: 'GET' }))).toBe('403 cross-site')
  })

  it('lets the application answer', async () => {
    const app = appWith({ onRefused: (error, { path }) => html({ status: error.status })`<p>${error.reason} at ${path}</p>` })
    const response = await app(request({ 'sec-fetch-site': 'cross-site' }))
    expect([response.status, await response.text()]).toEqual([403, '<p>cross-site at /x</p>'])
  })

  test.each<[string, CsrfOptions, string]>([
    ['a path as an origin', { trustedOrigins: ['https://example.org/'] }, '"https://example.org/" is no origin'],
    ['a host as an origin', { trustedOrigins: ['example.org'] }, 'is no origin'],
    ['null as an origin', { trustedOrigins: ['null'] }, 'is no origin'],
    ['a pattern as an origin', { trustedOrigins: ['https://*.example.org'] }, 'is no origin'],
    ['upper case as an origin', { trustedOrigins: ['https://Example.org'] }, 'is no origin'],
    ['a path that is none', { exempt: ['hooks'] }, '"hooks" is none'],
    ['a pattern of paths', { exempt: ['/hooks/*'] }, '"/hooks/*" is none'],
    ['short secrets', { secrets: ['x'] }, 'has 1 bytes'],
    ['secrets that are not set', { secrets: undefined }, 'there is no secret'],
  ])('refuses %s at once', (_, options, message) => {
    expect(() => csrf(options)).toThrow(TypeError)
    expect(() => csrf(options)).toThrow(message)
  })
})

describe('tokens', () => {
  const app = appWith({ secrets }, showsToken)

  it('let an old browser in, in a form or in a header field', async () => {
    const { token, cookie } = await page(app)
    expect(await outcome(app, request({ cookie, 'x-csrf-token': token }))).toBe('done')
    expect(await outcome(app, request({ cookie, 'content-type': urlencoded }, { body: `a=1&_csrf=${token}` }))).toBe('done')
    const multipart = `--X\r\nContent-Disposition: form-data; name="_csrf"\r\n\r\n${token}\r\n--X--\r\n`
    expect(await outcome(app, request({ cookie, 'content-type': 'multipart/form-data; boundary=X' }, { body: multipart }))).toBe('done')
  })

  it('let one in whose origin is hidden, and nobody whose origin is another', async () => {
    const { token, cookie } = await page(app)
    expect(await outcome(app, request({ cookie, 'x-csrf-token': token, origin: 'null' }))).toBe('done')
    expect(await outcome(app, request({ cookie, 'x-csrf-token': token, origin: 'https://evil.example' }))).toBe('403 origin')
    expect(await outcome(app, request({ cookie, 'x-csrf-token': token, 'sec-fetch-site': 'same-site' }))).toBe('403 cross-site')
  })

  it('are needed by an old browser, whether or not it has cookies: signing in is a form as well', async () => {
    const { token, cookie } = await page(app)
    for (const fields of [{}, { cookie }, { 'x-csrf-token': token }, { cookie, 'x-csrf-token': '' }] as Record<string, string>[])
      expect(await outcome(app, request(fields))).toBe('403 token')
    expect(await outcome(app, request({ cookie, 'content-type': urlencoded }, { body: 'a=1' }))).toBe('403 token')
  })

  it('are not needed where the browser says where it comes from', async () => {
    expect(await outcome(app, request({ 'sec-fetch-site': 'same-origin' }))).toBe('done')
    expect(await outcome(app, request({ origin: 'https://example.org' }))).toBe('done')
  })

  it('are not taken from the URL, which is logged and shared', async () => {
    const { token, cookie } = await page(app)
    expect(await outcome(app, request({ cookie }, { url: `${address}?_csrf=${token}` }))).toBe('403 token')
  })

  it('are another text each time, with nothing in common', async () => {
    const { token, cookie } = await page(app)
    const again = await page(app, cookie)
    expect(again.token).not.toBe(token)
    expect(again.response.headers.getSetCookie()).toEqual([])
    const same = Array.from(token).filter((character, index) => character === again.token[index])
    expect(same.length).toBeLessThan(15)
    expect(await outcome(app, request({ cookie, 'x-csrf-token': again.token }))).toBe('done')
  })

  test.each([
    ['cut', (token: string) => token.slice(1)],
    ['changed', (token: string) => `${token.slice(0, 50)}${token[50] === 'A' ? 'B' : 'A'}${token.slice(51)}`],
    ['empty bytes', () => 'A'.repeat(86)],
    ['padded', (token: string) => `${token}==`],
    ['long', () => 'A'.repeat(10_000)],
    ['twice', (token: string) => `${token}, ${token}`],
    ['not base64url', () => '%'.repeat(86)],
  ])('that are %s are none', async (_, change) => {
    const { token, cookie } = await page(app)
    expect(await outcome(app, request({ cookie, 'x-csrf-token': change(token) }))).toBe('403 token')
  })

  it('are bound to the cookie, and to the secret', async () => {
    const mine = await page(app)
    const theirs = await page(app)
    expect(await outcome(app, request({ cookie: mine.cookie, 'x-csrf-token': theirs.token }))).toBe('403 token')
    expect(await outcome(appWith({ secrets: other }), request({ cookie: mine.cookie, 'x-csrf-token': mine.token }))).toBe('403 token')
    const rotated = appWith({ secrets: keyring([...other, ...secrets]) })
    expect(await outcome(rotated, request({ cookie: mine.cookie, 'x-csrf-token': mine.token }))).toBe('done')
  })

  it('do not go by a cookie that is there twice, of which one may be an attacker’s', async () => {
    const mine = await page(app)
    const theirs = await page(app)
    for (const cookie of [`${theirs.cookie}; ${mine.cookie}`, `${mine.cookie}; ${theirs.cookie}`])
      for (const token of [mine.token, theirs.token])
        expect(await outcome(app, request({ cookie, 'x-csrf-token': token }))).toBe('403 token')
    const again = await page(app, 'x=1; __Host-csrf=garbage')
    expect(again.response.headers.getSetCookie()).toHaveLength(1)
  })

  it('come with a cookie that nobody else can set or read, and a page that nobody else gets', async () => {
    const { response, cookie } = await page(app)
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-csrf=[\w-]{32}; Path=\/; Secure; HttpOnly; SameSite=Lax$/),
    ])
    expect([response.headers.get('vary'), response.headers.get('cache-control')]).toEqual(['Cookie', 'private'])
    const again = await page(app, cookie)
    expect([again.response.headers.get('vary'), again.response.headers.get('cache-control')]).toEqual(['Cookie', 'private'])
    const plain = await page(app, '', 'http://intranet/')
    expect(plain.response.headers.getSetCookie()).toEqual([expect.stringMatching(/^csrf=[\w-]{32}; Path=\/; HttpOnly; SameSite=Lax$/)])
  })

  it('leave alone what a response says already, and a response without one', async () => {
    const varied: Handler = ({ csrf: found }) => text(found.token(), { headers: { vary: 'Accept, Cookie', 'cache-control': 'no-store' } })
    const { response } = await page(appWith({ secrets }, varied))
    expect([response.headers.get('vary'), response.headers.get('cache-control')]).toEqual(['Accept, Cookie', 'no-store'])
    const reply = text('page')
    expect(csrf({ secrets })(() => reply)(request({}, { method: 'GET' }))).toBe(reply)
    const immutable = await appWith({ secrets }, ({ csrf: found }) => Response.redirect(`https://example.org/?${found.token().length}`))(
      request({}, { method: 'GET' }),
    )
    expect([immutable.status, immutable.headers.getSetCookie().length]).toEqual([302, 1])
  })

  it('stand in a hidden field that a template takes', async () => {
    const { token } = await page(appWith({ secrets }, ({ csrf: found }) => html`<form method="post">${found.field()}</form>`))
    expect(token).toMatch(/^<form method="post"><input type="hidden" name="_csrf" value="[\w-]{86}"><\/form>$/)
  })

  it('need secrets, and say so', async () => {
    await expect(page(appWith({}, showsToken))).rejects.toThrow('csrf: a token needs the option secrets')
  })

  it('that come too late for their cookie say so', async () => {
    let late: Csrf | undefined
    const keeps: Handler = ({ csrf: found }) => {
      late = found
      return text('page')
    }
    await page(appWith({ secrets }, keeps))
    expect(() => late?.token()).toThrow('csrf: the token is asked for after the response was returned')
  })

  it('leave the form that they came in to the application, and no body', async () => {
    const handler = stack()
      .use(lint())
      .use(form())
      .use(csrf({ secrets }))
      .use(lint())
      .app(async (context) => {
        if (context.method === 'GET') return text(context.csrf.token())
        return text(`${(await context.form.read()).get('a')} ${context.body === null} ${context.headers.get('content-type')}`)
      })
    const { token, cookie } = await page(handler)
    expect(await outcome(handler, request({ cookie, 'content-type': urlencoded }, { body: `a=1&_csrf=${token}` }))).toBe(
      `1 true ${urlencoded}`,
    )
  })

  it('fail with the form where it cannot be read', async () => {
    const { cookie } = await page(app)
    await expect(app(request({ cookie, 'content-type': 'multipart/form-data; boundary=X' }, { body: 'garbage' }))).rejects.toMatchObject({
      status: 400,
    })
  })

  it('are found in header fields alone where there is no form', async () => {
    const bare = stack().use(csrf({ secrets })).app(showsToken)
    const { token, cookie } = await page(bare)
    expect(await outcome(bare, request({ cookie, 'content-type': urlencoded }, { body: `_csrf=${token}` }))).toBe('403 token')
    expect(await outcome(bare, request({ cookie, 'x-csrf-token': token }))).toBe('done')
  })
})

describe('tokens with a session', () => {
  type Visit = (found: Session, tokens: Csrf) => string

  function withSession(visit: Visit, options: SessionOptions = { secrets }): Application {
    return stack()
      .use(lint())
      .use(session(options))
      .use(form())
      .use(csrf({ secrets }))
      .app(async (context) => {
        await context.session.load()
        return text(visit(context.session, await context.csrf.load()))
      })
  }

  test.each([
    ['sealed', { secrets }],
    ['stored', { store: memoryStore() }],
  ])('are bound to it: %s', async (_, options) => {
    const signsIn = withSession((found) => (found.owner('ann'), ''), options)
    const shows = withSession((_found, tokens) => tokens.token(), options)
    const ann = await page(shows, (await page(signsIn)).cookie)
    expect(ann.response.headers.getSetCookie().filter((line) => line.includes('csrf'))).toEqual([])
    const bob = await page(shows, (await page(signsIn)).cookie)
    expect(await outcome(shows, request({ cookie: ann.cookie, 'x-csrf-token': ann.token }))).toMatch(/^[\w-]{86}$/)
    expect(await outcome(shows, request({ cookie: ann.cookie, 'x-csrf-token': bob.token }))).toBe('403 token')
    expect(await outcome(shows, request({ 'x-csrf-token': ann.token }))).toBe('403 token')
  })

  it('are dead once somebody signs in or out', async () => {
    const anonymous = withSession((found, tokens) => (found.set('cart', 1), tokens.token()))
    const before = await page(anonymous, (await page(anonymous)).cookie)
    expect(await outcome(anonymous, request({ cookie: before.cookie, 'x-csrf-token': before.token }))).not.toBe('403 token')
    const signsIn = withSession((found) => (found.owner('ann'), ''))
    const after = await page(signsIn, before.cookie)
    expect(await outcome(signsIn, request({ cookie: after.cookie, 'x-csrf-token': before.token }))).toBe('403 token')
    const out = await page(
      withSession((found) => (found.destroy(), '')),
      after.cookie,
    )
    expect(await outcome(signsIn, request({ cookie: out.cookie, 'x-csrf-token': before.token }))).toBe('403 token')
  })

  it('work in a form that was shown before its session began, as that of signing in is', async () => {
    const login = withSession((found, tokens) => {
      const token = tokens.token()
      found.flash('from', '/page')
      return token
    })
    const shown = await page(login)
    expect(shown.cookie.split('; ').map((pair) => pair.split('=')[0])).toEqual(['__Host-csrf', '__Host-session'])
    expect(await outcome(login, request({ cookie: shown.cookie, 'x-csrf-token': shown.token }))).not.toBe('403 token')
    const owned = await page(
      withSession((found) => (found.owner('ann'), '')),
      shown.cookie,
    )
    expect(await outcome(login, request({ cookie: owned.cookie, 'x-csrf-token': shown.token }))).toBe('403 token')
  })

  it('are bound to the session that the option names, and leave alone what is none', async () => {
    const named = stack()
      .use(session<Record<string, unknown>, 'admin'>({ secrets, name: 'admin' }))
      .use((inner) => (context) => inner(Object.assign(context, { session: 'a text' })))
      .use(csrf({ secrets, session: 'admin' }))
      .app((context) => (context.admin.owner('ann'), text(context.csrf.token())))
    expect((await page(named)).cookie).toMatch(/^__Host-admin=/)
    const without = stack()
      .use((inner: Application<{ session: string }>) => (context: Context) => inner(Object.assign(context, { session: 'a text' })))
      .use(csrf({ secrets }))
      .app((context) => text(context.csrf.token()))
    expect((await page(without)).cookie).toMatch(/^__Host-csrf=/)
  })
})

describe('where there is no node:crypto', () => {
  const { getBuiltinModule } = process
  afterEach(() => {
    process.getBuiltinModule = getBuiltinModule
  })

  it('tokens are loaded first, and are the same', async () => {
    const app = appWith({ secrets }, showsToken)
    const mine = await page(app)
    Object.assign(process, { getBuiltinModule: undefined })
    const portable = appWith({ secrets }, async ({ csrf: found, method }) => text(method === 'GET' ? (await found.load()).token() : 'done'))
    expect(await outcome(portable, request({ cookie: mine.cookie, 'x-csrf-token': mine.token }))).toBe('done')
    const theirs = await page(portable)
    expect(await outcome(portable, request({ cookie: theirs.cookie, 'x-csrf-token': theirs.token }))).toBe('done')
    await expect(page(appWith({ secrets }, showsToken))).rejects.toThrow('csrf: await csrf.load() first')
    process.getBuiltinModule = getBuiltinModule
    expect(await outcome(app, request({ cookie: theirs.cookie, 'x-csrf-token': theirs.token }))).toBe('done')
  })
})
