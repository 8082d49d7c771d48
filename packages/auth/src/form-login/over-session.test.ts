import { contextFor, stack, text, type Application } from '@gangway/gateway'
import { lint } from '@gangway/lint'
import { memoryStore, session, sessionsOf, type SessionOptions, type SessionStore } from '@gangway/session'
import { auth, formLogin, passwords, require, storedUsers } from '../index.ts'

const secrets: [string] = ['a-secret-of-32-bytes-0123456789-']
const cheap = passwords({ argon2id: { memory: 64, passes: 1, parallelism: 1 }, scrypt: { cost: 16, blockSize: 8, parallelization: 1 } })
const origin = 'https://wiki.example'

/** As a store over the network: it answers later. */
function later(store: SessionStore): SessionStore {
  const wrap = <Parameters extends unknown[], Result>(method: (...parameters: Parameters) => Result | Promise<Result>) => {
    return async (...parameters: Parameters): Promise<Result> => {
      await new Promise((resolve) => setImmediate(resolve))
      return await method(...parameters)
    }
  }
  const { create, load, save, touch } = store
  return { ...store, create: wrap(create), load: wrap(load), save: wrap(save), touch: wrap(touch) }
}

/** A browser with its cookies. */
class Visitor {
  readonly #app: Application
  cookies = new Map<string, string>()

  constructor(app: Application, cookies: Iterable<[string, string]> = []) {
    this.#app = app
    this.cookies = new Map(cookies)
  }

  async get(path: string): Promise<Response> {
    return this.#visit('GET', path, {}, null)
  }

  async post(path: string, form: Record<string, string> = {}): Promise<Response> {
    const type = { 'content-type': 'application/x-www-form-urlencoded', origin }
    return this.#visit('POST', path, type, String(new URLSearchParams(form)))
  }

  async #visit(method: string, path: string, fields: Record<string, string>, body: string | null): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { 'sec-fetch-mode': 'navigate', ...fields, ...(cookie && { cookie }) }
    const response = await this.#app(contextFor(method, origin + path, { headers, body }))
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ')
      const [name = '', value = ''] = pair.split('=')
      if (attributes.includes('Max-Age=0')) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return response
  }
}

interface Place {
  readonly name: string
  readonly options: () => SessionOptions
}

const places: Place[] = [
  { name: 'a sealed cookie', options: () => ({ secrets }) },
  { name: 'memoryStore', options: () => ({ store: memoryStore() }) },
  { name: 'a store that answers later', options: () => ({ store: later(memoryStore()) }) },
]

async function wiki(options: SessionOptions) {
  const accounts = new Map([['ann', { user: { id: 'ann' }, hash: await cheap.hash('a long secret') }]])
  const find = (id: string) => accounts.get(id) ?? null
  const { store } = options
  const login = formLogin({
    users: storedUsers({ byName: find, byId: find, passwords: cheap }),
    revoke: async (id, exceptId) => store && sessionsOf(store, id).revokeAll(exceptId === undefined ? {} : { exceptId }),
  })
  const app = stack()
    .use(lint())
    .use(session(options))
    .use(lint())
    .use(auth({ schemes: [login] }))
    .use(lint())
    .use(login.pages)
    .use(lint())
    .app((context) => {
      if (context.path === '/cart') context.session.set('cart', 'a book')
      if (context.path === '/everywhere') return login.signOutEverywhere(context, true).then(() => text('done'))
      if (context.path !== '/page')
        return text(`${context.user?.id ?? 'nobody'} ${context.session.get('cart') === 'a book' ? 'a book' : '-'}`)
      return require()(({ user }) => text(user.id))(context)
    })
  return { accounts, visitor: (cookies?: Iterable<[string, string]>) => new Visitor(app, cookies) }
}

const ann = { name: 'ann', password: 'a long secret' }

describe.each(places)('formLogin over a session in $name', ({ options }) => {
  it('A6: leads to the form, in, back to the page, and out', async () => {
    const visitor = (await wiki(options())).visitor()
    const asked = await visitor.get('/page')
    expect([asked.status, asked.headers.get('location'), visitor.cookies.size]).toEqual([303, '/login?return-to=%2Fpage', 0])
    expect((await visitor.get('/login')).status).toBe(200)
    expect((await visitor.post('/login', { ...ann, password: 'no' })).status).toBe(422)
    const login = await visitor.post('/login', { ...ann, 'return-to': '/page' })
    expect([login.status, login.headers.get('location')]).toEqual([303, '/page'])
    const page = await visitor.get('/page')
    expect([page.status, await page.text(), page.headers.get('vary')]).toEqual([200, 'ann', 'Cookie'])
    expect((await visitor.post('/logout')).status).toBe(303)
    expect((await visitor.get('/page')).status).toBe(303)
  })

  it('A6: makes nothing of a session id that somebody else knows, and keeps what the visitor had', async () => {
    const { visitor } = await wiki(options())
    const victim = visitor()
    await victim.get('/cart')
    const attacker = visitor(victim.cookies)
    await victim.post('/login', ann)
    expect([...victim.cookies]).not.toEqual([...attacker.cookies])
    expect(await (await victim.get('/')).text()).toBe('ann a book')
    expect((await attacker.get('/page')).status).toBe(303)
    expect(await (await attacker.get('/')).text()).toMatch(/^nobody/)
  })

  it('A8: a cookie that was kept is worth nothing after signing out', async () => {
    const { visitor } = await wiki(options())
    const first = visitor()
    await first.post('/login', ann)
    const kept = visitor(first.cookies)
    await first.post('/logout')
    expect((await kept.get('/page')).status).toBe(303)
  })

  it('A8: ends with the password, and with the user', async () => {
    for (const change of ['password', 'user']) {
      const { accounts, visitor } = await wiki(options())
      const signedIn = visitor()
      await signedIn.post('/login', ann)
      expect((await signedIn.get('/page')).status).toBe(200)
      if (change === 'user') accounts.delete('ann')
      else accounts.set('ann', { user: { id: 'ann' }, hash: await cheap.hash('another secret') })
      expect((await signedIn.get('/page')).status).toBe(303)
      expect(await (await signedIn.get('/')).text()).toBe('nobody -')
    }
  })

  it('is remembered only by who asked for it', async () => {
    const { visitor } = await wiki(options())
    const plain = await visitor().post('/login', ann)
    const remembered = await visitor().post('/login', { ...ann, remember: 'yes' })
    expect(plain.headers.getSetCookie()[0]).not.toContain('Max-Age')
    expect(remembered.headers.getSetCookie()[0]).toContain('Max-Age')
  })
})

it('A8: signing out everywhere else ends the other sessions of the user', async () => {
  const { visitor } = await wiki({ store: memoryStore() })
  const [here, there] = [visitor(), visitor()]
  for (const each of [here, there]) await each.post('/login', ann)
  expect(await (await here.post('/everywhere')).text()).toBe('done')
  expect((await there.get('/page')).status).toBe(303)
  expect((await here.get('/page')).status).toBe(200)
})
