import { contextFor, empty, stack, text, type Context, type ContextForInit } from '@gangway/gateway'
import {
  allOf,
  anyOf,
  auth,
  basic,
  bearer,
  fresh,
  not,
  require,
  roles,
  scopes,
  unauthorized,
  via,
  type Denial,
  type Rule,
  type Scheme,
  type User,
} from './index.ts'

const users = {
  verify: (name: string, password: string) => (password === 's' ? { id: name, roles: name === 'ann' ? ['admin', 'editor'] : [] } : null),
}
const basicScheme = basic({ users, realm: 'wiki "A"' })
const bearerScheme = bearer({ verify: (token) => (token === 'x' ? { id: 'bob', scopes: ['read'] } : null), realm: 'api' })

/** As a login form challenges. */
const form: Scheme = {
  name: 'form',
  strength: 20,
  reads: ['Cookie'],
  identify: () => null,
  authenticate: () => ({ user: null }),
  challenge: () => [{ scheme: 'Cookie', parameters: { 'form-action': '/login' } }],
  loginLocation: ({ url }, mount) => `${mount}/login?return-to=${encodeURIComponent(url.pathname)}`,
}

const ann = { authorization: `Basic ${btoa('ann:s')}` }
const joe = { authorization: `Basic ${btoa('joe:s')}` }
const bob = { authorization: 'Bearer x' }

function ask(headers: Record<string, string> = {}, method = 'GET', init: ContextForInit = {}): Context {
  return contextFor(method, '/page', { headers, ...init })
}

function guarded(rule?: Rule, schemes: [Scheme, ...Scheme[]] = [basicScheme, form, bearerScheme]) {
  return stack()
    .use(auth({ schemes }))
    .use(require(rule))
    .app(({ user }) => text(user.id))
}

describe('require', () => {
  it('A1: challenges with every scheme, strongest first, and is kept by no cache', async () => {
    const response = await guarded()(ask())
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe(
      'Bearer realm="api", Cookie form-action="/login", Basic realm="wiki \\"A\\"", charset="UTF-8"',
    )
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('vary')?.split(', ')).toEqual(
      expect.arrayContaining(['Authorization', 'Cookie', 'Sec-Fetch-Mode', 'Accept']),
    )
    expect(await response.text()).toBe('Unauthorized\n')
  })

  it.each<[string, Record<string, string>]>([
    ['Sec-Fetch-Mode: navigate', { 'sec-fetch-mode': 'navigate' }],
    ['Accept: text/html', { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }],
    ['a wrong password and a navigation', { 'sec-fetch-mode': 'navigate', authorization: `Basic ${btoa('ann:no')}` }],
  ])('A1: sends who navigates to the login page: %s', async (_, headers) => {
    const response = await guarded()(ask(headers))
    expect([response.status, response.headers.get('location')]).toEqual([303, '/login?return-to=%2Fpage'])
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('vary')).toContain('Sec-Fetch-Mode')
  })

  it.each<[string, Record<string, string>]>([
    ['fetch()', { 'sec-fetch-mode': 'cors', accept: 'text/html' }],
    ['XMLHttpRequest', { 'x-requested-with': 'XMLHttpRequest', accept: 'text/html' }],
    ['an image', { 'sec-fetch-mode': 'no-cors', accept: 'image/*' }],
    ['curl', { accept: '*/*' }],
    ['a type that only begins so', { accept: 'text/html-x' }],
  ])('A1: answers 401 to %s', async (_, headers) => {
    expect((await guarded()(ask(headers))).status).toBe(401)
  })

  it('names the login page below the mount at auth', async () => {
    const context = contextFor('GET', '/wiki/page', { mount: '/wiki', headers: { 'sec-fetch-mode': 'navigate' } })
    expect((await guarded()(context)).headers.get('location')).toBe('/wiki/login?return-to=%2Fwiki%2Fpage')
  })

  it('answers 401 to who navigates, where there is no login page', async () => {
    expect((await guarded(undefined, [basicScheme])(ask({ 'sec-fetch-mode': 'navigate' }))).status).toBe(401)
  })

  it('lets in who has signed in, when there is no rule', async () => {
    expect(await (await guarded()(ask(joe))).text()).toBe('joe')
  })

  it('runs nothing of the application for who may not', async () => {
    let runs = 0
    const app = auth({ schemes: [basicScheme] })(
      require(roles('admin'))(() => {
        runs++
        return text('')
      }),
    )
    expect([(await app(ask())).status, (await app(ask(joe))).status, runs]).toEqual([401, 403, 0])
    expect([(await app(ask(ann))).status, runs]).toEqual([200, 1])
  })

  it('waits for a rule that answers later, and lets what it throws pass', async () => {
    expect((await guarded(async (user) => user.id === 'ann')(ask(ann))).status).toBe(200)
    expect((await guarded(async (user) => user.id === 'ann')(ask(joe))).status).toBe(403)
    await expect(guarded(() => Promise.reject(new Error('no database')))(ask(ann))).rejects.toThrow('no database')
  })

  it('counts nothing but true as yes', async () => {
    // A rule in JavaScript may return anything.
    const truthy = (() => 'yes') as unknown as Rule
    expect((await guarded(truthy)(ask(ann))).status).not.toBe(200)
  })

  it('is a mistake without auth, and with what is no rule', () => {
    expect(() => require()(() => text(''))(Object.assign(ask(), { user: null }))).toThrow('needs auth({ schemes }) outside')
    expect(() => unauthorized(ask())).toThrow('needs auth({ schemes }) outside')
    // A caller in JavaScript may give anything.
    expect(() => require('admin' as unknown as Rule)).toThrow(TypeError)
  })

  it('stands on a context that another layer derived', async () => {
    const app = auth({ schemes: [basicScheme] })((context) =>
      require()(({ user, path }) => text(user.id + path))(context.with({ path: '/other' })),
    )
    expect(await (await app(ask(ann))).text()).toBe('ann/other')
  })
})

describe('a CORS preflight', () => {
  const preflight = { origin: 'https://other.example', 'access-control-request-method': 'DELETE' }
  const answered = {
    'access-control-allow-origin': 'https://other.example',
    'access-control-max-age': '60',
    vary: 'Origin',
    'x-secret': 's',
  }

  it('passes to the layer inside that answers it, and only that answer comes back', async () => {
    const app = auth({ schemes: [basicScheme] })(require(roles('admin'))(() => text('a secret', { headers: answered })))
    const response = await app(ask(preflight, 'OPTIONS'))
    expect([response.status, await response.text(), response.headers.get('access-control-allow-origin')]).toEqual([
      204,
      '',
      'https://other.example',
    ])
    expect([response.headers.get('x-secret'), response.headers.get('vary')]).toEqual([null, 'Origin, Authorization'])
  })

  it('gets 401 where no layer answers it, whatever the application says', async () => {
    const app = auth({ schemes: [basicScheme] })(require()(() => text('a secret')))
    const response = await app(ask(preflight, 'OPTIONS'))
    expect([response.status, await response.text()]).toEqual([401, 'Unauthorized\n'])
  })

  it('has no user: who looks at it gets 401', async () => {
    const app = auth({ schemes: [basicScheme] })(require()((context) => text(context.with({ path: '/x' }).user.id, { headers: answered })))
    expect(() => app(ask({ ...preflight, ...ann }, 'OPTIONS'))).toThrow(expect.objectContaining({ status: 401 }))
  })

  it('stops a body that is not sent', async () => {
    let cancelled = false
    const body = new ReadableStream<Uint8Array>({
      cancel() {
        cancelled = true
      },
    })
    const app = auth({ schemes: [basicScheme] })(require()(() => new Response(body, { headers: answered })))
    expect((await app(ask(preflight, 'OPTIONS'))).status).toBe(204)
    expect(cancelled).toBe(true)
  })

  it.each<[string, string, Record<string, string>]>([
    ['another method', 'GET', preflight],
    ['no origin', 'OPTIONS', { 'access-control-request-method': 'GET' }],
    ['no method that is asked for', 'OPTIONS', { origin: 'https://other.example' }],
  ])('is not a request with %s', async (_, method, headers) => {
    const app = auth({ schemes: [basicScheme] })(require()(() => empty({ headers: answered })))
    expect((await app(ask(headers, method))).status).toBe(401)
  })
})

describe('rules', () => {
  const yes: Rule = () => true
  const no: Rule = () => false
  const later: Rule = async () => true
  const again: Rule = (): Denial => ({ status: 401 })

  it.each<[string, Rule, Record<string, string>, number]>([
    ['roles that are there', roles('admin', 'editor'), ann, 200],
    ['roles of which one is missing', roles('admin', 'owner'), ann, 403],
    ['roles of who has none', roles('admin'), bob, 403],
    ['scopes that are there', scopes('read'), bob, 200],
    ['scopes that are not', scopes('read', 'write'), bob, 403],
    ['scopes with Basic', scopes('read'), ann, 403],
    ['a scheme', via('basic'), ann, 200],
    ['another scheme', via('basic'), bob, 403],
    ['allOf', allOf(yes, later, roles('admin')), ann, 200],
    ['allOf with one that says no', allOf(yes, later, no), ann, 403],
    ['allOf that asks to sign in again', allOf(yes, again, no), ann, 401],
    ['anyOf', anyOf(no, later), ann, 200],
    ['anyOf of none', anyOf(no, no), ann, 403],
    ['anyOf where signing in again would help', anyOf(no, again), ann, 401],
    ['anyOf of two ways in', anyOf(roles('admin'), scopes('read')), bob, 200],
    ['not', not(roles('admin')), joe, 200],
    ['not of what is', not(roles('admin')), ann, 403],
    ['not of a denial', not(again), ann, 200],
    ['not of later', not(later), ann, 403],
    ['fresh right after the password', fresh(60), ann, 200],
  ])('%s', async (_, rule, headers, status) => {
    expect((await guarded(rule)(ask(headers))).status).toBe(status)
  })

  it('stops at what decides', () => {
    const never: Rule = () => {
      throw new Error('asked')
    }
    const user: User = { id: 'ann' }
    expect(allOf(no, never)(user, ask())).toBe(false)
    expect(anyOf(yes, never)(user, ask())).toBe(true)
  })

  it('tells which scope is missing, to who has a token (RFC 6750 §3.1)', async () => {
    const response = await guarded(scopes('read', 'write'))(ask(bob))
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="api", scope="read write", error="insufficient_scope"')
    expect((await guarded(scopes('read', 'write'))(ask(ann))).headers.get('www-authenticate')).toBeNull()
  })

  it('A9: asks who signed in too long ago to do so again (RFC 9470)', async () => {
    const old: Scheme = { ...bearerScheme, authenticate: () => ({ user: { id: 'bob' }, authTime: Date.now() / 1000 - 61 }) }
    const response = await guarded(fresh(60), [old])(ask(bob))
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer realm="api", error="insufficient_user_authentication", max_age="60"',
    ])
    const login = await guarded(fresh(60), [old, form])(ask({ ...bob, 'sec-fetch-mode': 'navigate' }))
    expect([login.status, login.headers.get('location')]).toEqual([303, '/login?return-to=%2Fpage'])
  })

  it.each([() => scopes('a b'), () => scopes('"'), () => fresh(0), () => fresh(Number.NaN)])(
    'refuses wrong arguments at once: %s',
    (make) => {
      expect(make).toThrow(TypeError)
    },
  )
})
