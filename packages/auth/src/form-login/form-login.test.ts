import { contextFor, extend, html, stack, text, type Application, type Context, type Middleware } from '@gangway/gateway'
import { auth, formLogin, fresh, pendingOf, require, type FormLoginOptions, type User, type UserSource } from '../index.ts'
import type { LoginSession, WithSession } from './login-session.ts'

/** A session as a browser keeps one, which notes what becomes of its id. */
class FakeSession implements LoginSession {
  data = new Map<string, unknown>()
  ownerId: string | null = null
  remembered = false
  renewals = 0
  ends = 0
  loads = 0
  get id(): string {
    return `session-${this.renewals}-${this.ends}`
  }
  async load(): Promise<this> {
    this.loads++
    return this
  }
  get(key: string): unknown {
    return this.data.get(key)
  }
  set(key: string, value: unknown): void {
    this.data.set(key, value)
  }
  delete(key: string): boolean {
    return this.data.delete(key)
  }
  owner(userId: string): void {
    this.ownerId = userId
    this.renewals++
  }
  regenerate(): void {
    this.renewals++
  }
  destroy(): void {
    this.data.clear()
    this.ownerId = null
    this.ends++
  }
  remember(on = true): void {
    this.remembered = on
  }
}

interface Account extends User {
  password: string
}

const origin = 'https://wiki.example'
let accounts: Map<string, Account>
let session: FakeSession
let verified: string[]

beforeEach(() => {
  accounts = new Map(['ann', 'bob'].map((id) => [id, { id, password: `secret of ${id}`, stamp: '1' }]))
  session = new FakeSession()
  verified = []
})

const users: Required<UserSource<Account>> = {
  verify(name, password) {
    verified.push(name)
    const found = accounts.get(name)
    return found?.password === password ? found : null
  },
  find: (id) => accounts.get(id) ?? null,
}

function wiki(options: Partial<FormLoginOptions<Account>> = {}) {
  const login = formLogin({ users, ...options })
  const inside: Application<{ user: Account | null } & WithSession> = (context) => {
    if (context.path === '/public') return text(`${context.user?.id ?? 'nobody'} ${pendingOf(context)?.id ?? '-'}`)
    if (context.path === '/danger') return require<Account>(fresh(60))(() => text('deleted'))(context)
    return require<Account>()(({ user }) => text(user.id))(context)
  }
  const withSession: Middleware<WithSession> = (next) => (context) => next(extend(context, { session }))
  const app = stack()
    .use(withSession)
    .use(auth({ schemes: [login] }))
    .use(login.pages)
    .app(inside)
  const visit = async (
    method: string,
    path: string,
    init: { headers?: Record<string, string>; form?: Record<string, string>; body?: string } = {},
  ) => app(contextOf(method, path, init))
  return { login, visit }
}

function contextOf(
  method: string,
  path: string,
  { headers = {}, form, body }: { headers?: Record<string, string>; form?: Record<string, string>; body?: string } = {},
) {
  const type: Record<string, string> = form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}
  const context = contextFor(method, `${origin}${path}`, {
    headers: { cookie: 'session=x', 'sec-fetch-mode': 'navigate', ...type, ...headers },
    body: form ? String(new URLSearchParams(form)) : (body ?? null),
    client: { address: '192.0.2.1' },
  })
  return extend(context, { session })
}

const ann = { name: 'ann', password: 'secret of ann' }

describe('formLogin', () => {
  it('leads who is nobody to the login page, and after signing in to what he asked for', async () => {
    const { visit } = wiki()
    const first = await visit('GET', '/page?a=b')
    expect([first.status, first.headers.get('location')]).toEqual([303, '/login?return-to=%2Fpage%3Fa%3Db'])
    const form = await visit('GET', '/login?return-to=%2Fpage%3Fa%3Db')
    expect(await form.text()).toContain('name="return-to" value="/page?a=b"')
    expect([form.status, form.headers.get('cache-control')]).toEqual([200, 'no-store'])
    const posted = await visit('POST', '/login', { form: { ...ann, 'return-to': '/page?a=b' } })
    expect([posted.status, posted.headers.get('location'), posted.headers.get('cache-control')]).toEqual([303, '/page?a=b', 'no-store'])
    const page = await visit('GET', '/page?a=b')
    expect([page.status, await page.text(), page.headers.get('vary'), page.headers.get('cache-control')]).toEqual([
      200,
      'ann',
      'Cookie',
      'private',
    ])
  })

  it('answers 401 to programs, and says where the form is', async () => {
    const response = await wiki().visit('GET', '/page', { headers: { 'sec-fetch-mode': 'cors' } })
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Cookie form-action="/login"'])
  })

  it('says where the form is below the mount', async () => {
    const { login } = wiki()
    const context = contextFor('GET', '/wiki/page', { mount: '/wiki', headers: { cookie: 'session=x' } })
    const response = await auth({ schemes: [login] })(require()(() => text('')))(extend(context, { session }))
    expect(response.headers.get('www-authenticate')).toBe('Cookie form-action="/wiki/login"')
  })

  it('does not touch the session of who has no cookie', async () => {
    const { login } = wiki()
    const app = auth({ schemes: [login] })(() => text(''))
    const response = app(extend(contextFor('GET', '/'), { session }))
    expect(response).not.toBeInstanceOf(Promise)
    expect(session.loads).toBe(0)
  })

  it('A6: gives the session a new id when somebody signs in, and ends it when he signs out', async () => {
    const { visit } = wiki()
    await visit('POST', '/login', { form: ann })
    expect([session.ownerId, session.renewals, session.ends]).toEqual(['ann', 1, 0])
    const out = await visit('POST', '/logout')
    expect([out.status, out.headers.get('location'), out.headers.get('clear-site-data')]).toEqual([303, '/', '"cache"'])
    expect([session.ownerId, session.ends, session.data.size]).toEqual([null, 1, 0])
    expect((await visit('GET', '/page')).status).toBe(303)
  })

  it('A6: ends the session of one user before it becomes that of another', async () => {
    const { visit } = wiki()
    await visit('POST', '/login', { form: ann })
    session.set('cart', ['a book'])
    await visit('POST', '/login', { form: ann })
    expect(session.get('cart')).toEqual(['a book'])
    await visit('POST', '/login', { form: { name: 'bob', password: 'secret of bob' } })
    expect([session.ownerId, session.get('cart'), session.ends]).toEqual(['bob', undefined, 1])
  })

  it('A6: takes no form from another site, neither in nor out', async () => {
    const { visit } = wiki()
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ]) {
      await expect(visit('POST', '/login', { form: ann, headers })).rejects.toMatchObject({ status: 403 })
      await expect(visit('POST', '/logout', { headers })).rejects.toMatchObject({ status: 403 })
    }
    expect(verified).toEqual([])
    for (const headers of [
      { 'sec-fetch-site': 'same-origin' },
      { origin },
      { 'sec-fetch-site': 'same-origin', origin: 'http://wiki.example' },
    ])
      expect((await visit('POST', '/login', { form: ann, headers })).status).toBe(303)
  })

  it.each(['//evil.example', '/login', '/login?return-to=/', '/logout', 'https:evil'])(
    'A6: goes home after signing in, not to %s',
    async (returnTo) => {
      const response = await wiki({ home: '/start' }).visit('POST', '/login', { form: { ...ann, 'return-to': returnTo } })
      expect(response.headers.get('location')).toBe('/start')
    },
  )

  it('A6: signs in once more when the form is sent twice', async () => {
    const { visit } = wiki()
    const both = await Promise.all([visit('POST', '/login', { form: ann }), visit('POST', '/login', { form: ann })])
    expect(both.map(({ status }) => status)).toEqual([303, 303])
    expect(session.ownerId).toBe('ann')
  })

  it('answers an unknown name and a wrong password alike, but for the name that was given', async () => {
    const { visit } = wiki()
    const answers = []
    for (const name of ['ann', 'eve']) {
      const response = await visit('POST', '/login', { form: { name, password: 'wrong' } })
      answers.push([response.status, (await response.text()).replaceAll(name, '*'), [...response.headers]])
    }
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]?.[0]).toBe(422)
    expect(session.ownerId).toBeNull()
  })

  it('escapes what was given', async () => {
    const response = await wiki().visit('POST', '/login', { form: { name: '"><script>', password: 'x' } })
    expect(await response.text()).toContain('value="&quot;&gt;&lt;script&gt;"')
  })

  it('keeps the cookie only of who wants to be remembered', async () => {
    const { visit } = wiki()
    await visit('POST', '/login', { form: ann })
    expect(session.remembered).toBe(false)
    await visit('POST', '/login', { form: { ...ann, remember: 'yes' } })
    expect(session.remembered).toBe(true)
  })

  it.each<[string, { headers?: Record<string, string>; form?: Record<string, string>; body?: string }, number]>([
    ['no form', {}, 415],
    ['JSON', { headers: { 'content-type': 'application/json' }, body: '{"name":"ann"}' }, 415],
    ['a form that is too long', { form: { ...ann, x: 'x'.repeat(20_000) } }, 413],
    ['a form that is no UTF-8', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'name=\xff' }, 303],
  ])('answers %s as it should', async (_, init, status) => {
    const { visit } = wiki()
    const result = await visit('POST', '/login', init).then(
      (response) => response.status,
      (error: { status: number }) => error.status,
    )
    expect(result).toBe(status === 303 ? 422 : status)
  })

  it('answers 400 to bytes that are no UTF-8', async () => {
    const { login } = wiki()
    const context = contextFor('POST', `${origin}/login`, {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: Uint8Array.of(0x6e, 0x3d, 0xff),
    })
    await expect(Promise.resolve(login.pages(() => text(''))(extend(context, { session })))).rejects.toMatchObject({ status: 400 })
  })

  it('answers 405 to other methods', async () => {
    const { visit } = wiki()
    expect((await visit('GET', '/logout')).headers.get('allow')).toBe('POST')
    expect((await visit('DELETE', '/login')).status).toBe(405)
  })

  it('shows the page of the application', async () => {
    const { visit } = wiki({ page: ({ action, problem }) => html`mine ${action} ${problem}` })
    expect(await (await visit('GET', '/login')).text()).toBe('mine /login ')
    const wrong = await visit('POST', '/login', { form: { name: 'ann', password: '' } })
    expect([wrong.status, await wrong.text()]).toEqual([422, 'mine /login wrong'])
  })

  describe('A4: after repeated failures', () => {
    const wrong = { name: 'ann', password: 'wrong' }

    it('locks the name, for the right password, too, and without a look at it', async () => {
      const { visit } = wiki({ attempts: { limit: 3 } })
      for (let count = 0; count < 3; count++) expect((await visit('POST', '/login', { form: wrong })).status).toBe(422)
      verified = []
      const locked = await visit('POST', '/login', { form: ann })
      expect([locked.status, locked.headers.get('retry-after'), await locked.text()]).toEqual([
        429,
        '900',
        expect.stringContaining('Come again in 15 min.'),
      ])
      expect(verified).toEqual([])
      expect((await visit('POST', '/login', { form: { name: 'bob', password: 'secret of bob' } })).status).toBe(303)
    })

    it('locks unknown names just so', async () => {
      const { visit } = wiki({ attempts: { limit: 1 } })
      const statuses = []
      for (let count = 0; count < 2; count++)
        statuses.push((await visit('POST', '/login', { form: { name: 'eve', password: 'x' } })).status)
      expect(statuses).toEqual([422, 429])
    })

    it('counts tries at once before their passwords are looked at', async () => {
      const { visit } = wiki({ attempts: { limit: 3 } })
      const tries = await Promise.all(Array.from({ length: 10 }, async () => visit('POST', '/login', { form: wrong })))
      expect(tries.filter(({ status }) => status === 422)).toHaveLength(3)
    })

    it('forgets them when the password was right, or the time is over', async () => {
      const { visit } = wiki({ attempts: { limit: 2, seconds: 0.05 } })
      await visit('POST', '/login', { form: wrong })
      await visit('POST', '/login', { form: ann })
      await visit('POST', '/login', { form: wrong })
      expect((await visit('POST', '/login', { form: wrong })).status).toBe(422)
      expect((await visit('POST', '/login', { form: ann })).status).toBe(429)
      await new Promise((resolve) => setTimeout(resolve, 60))
      expect((await visit('POST', '/login', { form: ann })).status).toBe(303)
    })

    it('lets a user in from elsewhere while a stranger is locked', async () => {
      const { login } = wiki({ attempts: { limit: 1 } })
      const from = (address: string): Context & WithSession => extend(contextFor('POST', '/', { client: { address } }), { session })
      await login.signIn(from('192.0.2.66'), wrong)
      expect((await login.signIn(from('192.0.2.66'), ann)).outcome).toBe('locked')
      expect((await login.signIn(from('192.0.2.1'), ann)).outcome).toBe('accepted')
    })

    it('locks the name everywhere in the end', async () => {
      const { login } = wiki({ attempts: { limit: 1 } })
      const outcomes = []
      for (let count = 0; count < 11; count++)
        outcomes.push(
          (await login.signIn(extend(contextFor('POST', '/', { client: { address: `192.0.2.${count}` } }), { session }), wrong)).outcome,
        )
      expect(outcomes).toEqual([...Array.from({ length: 10 }, () => 'refused'), 'locked'])
    })
  })

  describe('A8: while somebody is signed in', () => {
    it('ends the session when the password has changed, or the user is gone', async () => {
      for (const change of [() => accounts.set('ann', { ...account('ann'), stamp: '2' }), () => accounts.delete('ann')]) {
        const { visit } = wiki()
        accounts.set('ann', { id: 'ann', password: 'secret of ann', stamp: '1' })
        await visit('POST', '/login', { form: ann })
        expect(await (await visit('GET', '/public')).text()).toBe('ann -')
        change()
        const ends = session.ends
        expect(await (await visit('GET', '/public')).text()).toBe('nobody -')
        expect([session.ownerId, session.ends]).toEqual([null, ends + 1])
      }
    })

    it('sees at once that a role was taken away', async () => {
      const { visit } = wiki()
      accounts.set('ann', { ...account('ann'), roles: ['admin'] })
      await visit('POST', '/login', { form: ann })
      accounts.set('ann', { ...account('ann'), roles: [] })
      expect(await (await visit('GET', '/public')).text()).toBe('ann -')
    })

    it('ends all sessions of the user, or all others', async () => {
      const revoked: unknown[] = []
      const { login, visit } = wiki({ revoke: (...parameters) => revoked.push(parameters) })
      await visit('POST', '/login', { form: ann })
      await login.signOutEverywhere(contextOf('POST', '/'), true)
      expect([revoked.splice(0), session.ownerId]).toEqual([[['ann', 'session-1-0']], 'ann'])
      await login.signOutEverywhere(contextOf('POST', '/'))
      expect([revoked, session.ownerId]).toEqual([[['ann', undefined]], null])
      await expect(wiki().login.signOutEverywhere(contextOf('POST', '/'))).rejects.toThrow('needs the option revoke')
    })

    it.each([{ stamp: '1' }, 'ann', null, { stamp: '1', time: 'now' }, []])('takes nothing for a login that is none: %j', async (value) => {
      session.ownerId = 'ann'
      session.set('gangway:auth', value)
      expect(await (await wiki().visit('GET', '/public')).text()).toBe('nobody -')
    })

    it('A9: asks for the password again where that was too long ago', async () => {
      const { visit } = wiki()
      await visit('POST', '/login', { form: ann })
      expect(await (await visit('GET', '/danger')).text()).toBe('deleted')
      session.set('gangway:auth', { stamp: '1', time: Math.floor(Date.now() / 1000) - 61 })
      const again = await visit('GET', '/danger')
      expect([again.status, again.headers.get('location')]).toEqual([303, '/login?return-to=%2Fdanger'])
      await visit('POST', '/login', { form: ann })
      expect(await (await visit('GET', '/danger')).text()).toBe('deleted')
    })
  })

  describe('A9: with a second factor', () => {
    const secondFactor = { path: '/code', needed: (user: Account) => user.id === 'ann' }

    it('the first one makes nobody a user', async () => {
      const { login, visit } = wiki({ secondFactor })
      const first = await visit('POST', '/login', { form: { ...ann, remember: 'yes', 'return-to': '/page' } })
      expect([first.status, first.headers.get('location')]).toEqual([303, '/code?return-to=%2Fpage'])
      expect([session.ownerId, session.renewals, session.remembered]).toEqual([null, 1, false])
      expect(await (await visit('GET', '/public')).text()).toBe('nobody ann')
      const page = await visit('GET', '/page')
      expect([page.status, page.headers.get('location')]).toEqual([303, '/code?return-to=%2Fpage'])
      expect((await visit('GET', '/page', { headers: { 'sec-fetch-mode': 'cors' } })).status).toBe(401)
      expect(await login.complete(contextOf('POST', '/code'))).toMatchObject({ id: 'ann' })
      expect([session.ownerId, session.renewals, session.remembered]).toEqual(['ann', 2, true])
      expect(await (await visit('GET', '/page')).text()).toBe('ann')
    })

    it('who does not need it is in at once', async () => {
      const { visit } = wiki({ secondFactor })
      await visit('POST', '/login', { form: { name: 'bob', password: 'secret of bob' } })
      expect(await (await visit('GET', '/page')).text()).toBe('bob')
    })

    it('signs out who was in before', async () => {
      const { visit } = wiki({ secondFactor })
      await visit('POST', '/login', { form: { name: 'bob', password: 'secret of bob' } })
      await visit('POST', '/login', { form: ann })
      expect(await (await visit('GET', '/public')).text()).toBe('nobody ann')
    })

    it('ends after ten minutes, and with the password', async () => {
      for (const change of [
        () => session.set('gangway:auth', { stamp: '1', time: Date.now() / 1000 - 601, pending: 'ann' }),
        () => accounts.set('ann', { ...account('ann'), stamp: '2' }),
      ]) {
        const { login, visit } = wiki({ secondFactor })
        await visit('POST', '/login', { form: ann })
        change()
        expect(await login.complete(contextOf('POST', '/code'))).toBeNull()
        expect(await (await visit('GET', '/public')).text()).toBe('nobody -')
      }
    })

    it('cannot be completed by who never began', async () => {
      expect(await wiki({ secondFactor }).login.complete(contextOf('POST', '/code'))).toBeNull()
    })
  })

  it('lets in whom the application knows by other means', async () => {
    const { login, visit } = wiki()
    await login.enter(contextOf('POST', '/passkey'), account('ann'), true)
    expect([session.ownerId, session.renewals, session.remembered]).toEqual(['ann', 1, true])
    expect(await (await visit('GET', '/page')).text()).toBe('ann')
  })

  it.each([
    () => formLogin({ users, path: '//evil' }),
    () => formLogin({ users, path: 'login' }),
    () => formLogin({ users, home: 'https://evil.example' }),
    () => formLogin({ users, attempts: { limit: 0 } }),
    () => formLogin({ users, attempts: { seconds: -1 } }),
    () => formLogin({ users: { verify: users.verify } }),
  ])('refuses wrong options at once: %s', (make) => {
    expect(make).toThrow(TypeError)
  })
})

function account(id: string): Account {
  return accounts.get(id) ?? { id, password: '', stamp: '' }
}
