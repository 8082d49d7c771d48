import { contextFor, HttpError, stack, text, type Application, type Context } from '@gangway/gateway'
import { memoryStore } from './memory-store.ts'
import { session } from './session-middleware.ts'
import type { SessionOptions } from './session-options.ts'
import type { SessionStore } from './session-store.ts'
import type { Session } from './session.ts'

const secrets = ['a-secret-of-32-bytes-0123456789-']
const other = 'b-secret-of-32-bytes-0123456789-'
const address = 'https://example.org/'

type Visit = (found: Session) => unknown

function app(options: SessionOptions, visit: Visit): Application {
  return session(options)(({ session: found }) => {
    visit(found)
    return text('a page')
  })
}

function requestWith(response?: Response, url = address): Context {
  const cookie = response ? cookiesOf(response) : ''
  return contextFor('GET', url, { headers: cookie === '' ? {} : { cookie }, log: () => {} })
}

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}

function counting(): { store: SessionStore; calls: string[] } {
  const store = memoryStore()
  const calls: string[] = []
  const counted = Object.entries(store).map(([name, method]: [string, unknown]) => [
    name,
    typeof method === 'function'
      ? (...parameters: unknown[]): unknown => {
          calls.push(name)
          return Reflect.apply(method, store, parameters)
        }
      : method,
  ])
  return { store: Object.fromEntries(counted), calls }
}

describe('session', () => {
  it('reads nothing until it is touched, and leaves the response as it is', async () => {
    const { store, calls } = counting()
    const first = await app({ store }, (found) => found.set('a', 1))(requestWith())
    calls.length = 0
    const page = text('a page')
    const context = requestWith(first)
    const response = session({ store })(() => page)(context)
    expect(response).toBe(page)
    expect(calls).toEqual([])
  })

  it('writes nothing unless something changed, and once when it did', async () => {
    const { store, calls } = counting()
    const first = await app({ store }, (found) => found.set('a', { b: 1 }))(requestWith())
    expect(calls).toEqual(['create'])
    calls.length = 0
    await app({ store }, (found) => [found.get('a'), found.has('b'), [...found.entries()], found.id])(requestWith(first))
    expect(calls).toEqual(['load'])
    calls.length = 0
    await app({ store }, (found) => Object.assign(Object(found.get('a')), { b: 2, c: [3] }))(requestWith(first))
    expect(calls).toEqual(['load', 'save'])
    await app({ store }, (found) => expect(found.get('a')).toEqual({ b: 2, c: [3] }))(requestWith(first))
  })

  it('notes activity without rewriting the data, and not at each request', async () => {
    const { store, calls } = counting()
    let now = Date.now()
    const options = { store, idleTimeout: 600, now: () => now }
    const first = await app(options, (found) => found.set('a', 1))(requestWith())
    calls.length = 0
    for (const seconds of [4, 4, 4]) {
      now += seconds * 1000
      await app(options, (found) => found.get('a'))(requestWith(first))
    }
    expect(calls).toEqual(['load', 'load', 'load', 'touch'])
  })

  it.each([
    ['sealed in a cookie', { secrets }],
    ['in a store that answers at once', { store: memoryStore() }],
  ])('is there at once for a synchronous application: %s', async (_, options) => {
    const first = await app(options, (found) => found.set('count', 1))(requestWith())
    const response = app(options, (found) => expect(found.get('count')).toBe(1))(requestWith(first))
    expect(response).not.toBeInstanceOf(Promise)
    const elsewhere = app({ ...options }, (found) => expect(found.get('count')).toBe(1))(requestWith(first))
    expect(elsewhere).not.toBeInstanceOf(Promise)
  })

  it('says what to do where the store answers later, also when there is no cookie yet', () => {
    const later = { ...memoryStore(), synchronous: false }
    expect(() => app({ store: later }, (found) => found.get('a'))(requestWith())).toThrow(
      new TypeError('session: this store answers later: await session.load() first, or set the option preload'),
    )
  })

  it('reads the session before the application where it is told to', async () => {
    const store = { ...memoryStore(), synchronous: false }
    const first = await app({ store, preload: true }, (found) => found.set('a', 1))(requestWith())
    await app({ store, preload: true }, (found) => expect(found.get('a')).toBe(1))(requestWith(first))
  })

  it('loads once, however often it is asked to', async () => {
    const { store, calls } = counting()
    const first = await app({ store }, (found) => found.set('a', 1))(requestWith())
    calls.length = 0
    await session({ store })(async ({ session: found }) => {
      const loaded = await Promise.all([found.load(), found.load()])
      expect(loaded).toEqual([found, found])
      await found.load()
      return text('a page')
    })(requestWith(first))
    expect(calls).toEqual(['load'])
  })

  it('is not read for the first time after the head, when it is too late for Vary', async () => {
    let late: Session | undefined
    await session({ secrets })(({ session: found }) => {
      late = found
      return text('a page')
    })(requestWith())
    expect(() => late?.get('a')).toThrow('session: it was first read after the head of the response was sent')
    await expect(late?.load()).rejects.toThrow('session: it was first read after the head')
  })

  it('has several of them in one stack', async () => {
    const both = stack()
      .use(session<{ user: string }>({ secrets }))
      .use(session<{ level: number }, 'admin'>({ secrets, name: 'admin' }))
      .app(({ session: found, admin }) => {
        found.set('user', 'ann')
        admin.set('level', (admin.get('level') ?? 0) + 1)
        return text(String(admin.get('level')))
      })
    const first = await both(requestWith())
    expect(first.headers.getSetCookie().map((line) => line.split('=')[0])).toEqual(['__Host-admin', '__Host-session'])
    expect(await (await both(requestWith(first))).text()).toBe('2')
  })

  it('has no prefix and is not secure over plain http', async () => {
    const options = { secrets }
    const first = await app(options, (found) => found.set('a', 1))(requestWith(undefined, 'http://localhost/'))
    expect(first.headers.getSetCookie()).toEqual([expect.stringMatching(/^session=Fe26[^;]*; Path=\/; HttpOnly; SameSite=Lax$/)])
    await app(options, (found) => expect(found.get('a')).toBe(1))(requestWith(first, 'http://localhost/'))
    await app(options, (found) => expect(found.isNew).toBe(true))(requestWith(first))
  })

  it('expires the cookie with the attributes that it was set with', async () => {
    const options = { secrets, cookie: { domain: 'example.org', path: '/app', sameSite: 'strict' as const } }
    const first = await app(options, (found) => found.set('a', 1))(requestWith())
    const [set = ''] = first.headers.getSetCookie()
    const last = await app(options, (found) => found.destroy())(requestWith(first))
    const [cleared = ''] = last.headers.getSetCookie()
    expect(set).toMatch(/^__Secure-session=/)
    expect(cleared).toBe(set.replace(/=[^;]*;/, '=; Max-Age=0;'))
  })

  it('opens what an older secret sealed, and seals it anew, once', async () => {
    const first = await app({ secrets }, (found) => found.set('a', 1))(requestWith())
    const rotated = { secrets: [other, ...secrets] }
    const read = app(rotated, (found) => expect(found.get('a')).toBe(1))
    const second = await read(requestWith(first))
    expect(cookiesOf(second)).not.toBe(cookiesOf(first))
    expect(cookiesOf(await read(requestWith(first)))).toBe(cookiesOf(second))
    const third = await read(requestWith(second))
    expect(third.headers.getSetCookie()).toEqual([])
    await app({ secrets: [other] }, (found) => expect(found.get('a')).toBe(1))(requestWith(second))
    await app({ secrets: [other] }, (found) => expect(found.isNew).toBe(true))(requestWith(first))
  })

  it('takes secrets as the text of an environment variable, or as a keyring', async () => {
    const first = await app({ secrets: `${other} ${secrets[0]}` }, (found) => found.set('a', 1))(requestWith())
    await app({ secrets: [other] }, (found) => expect(found.get('a')).toBe(1))(requestWith(first))
  })

  it('tells the same id before and after the response that makes it', async () => {
    for (const options of [{ secrets }, { store: memoryStore() }]) {
      const ids: string[] = []
      const first = await app(options, (found) => ids.push(found.id, String(found.set('a', 1))))(requestWith())
      await app(options, (found) => ids.push(found.id))(requestWith(first))
      expect(ids[0]).toBe(ids[2])
      expect(cookiesOf(first)).not.toContain(ids[0])
    }
  })

  it('is not in JSON, and so in no log', async () => {
    await app({ secrets }, (found) => expect(JSON.stringify(found)).toBe('{}'))(requestWith())
  })

  it('says of an HttpError that it depends on the cookie where it was touched, and of no other (S8)', async () => {
    for (const [touch, vary] of [
      [(found: Session) => found.get('a'), 'Cookie'],
      [() => {}, null],
    ] as const) {
      const error = new HttpError(404)
      const failing = app({ secrets }, (found) => {
        touch(found)
        throw error
      })
      expect(() => failing(requestWith())).toThrow(error)
      expect(error.headers.get('vary')).toBe(vary)
    }
  })

  it('leaves no trace of a session in which nothing was kept', async () => {
    const response = await app({ secrets }, (found) => {
      found.set('a', 1)
      found.delete('a')
      found.remember()
    })(requestWith())
    expect(response.headers.getSetCookie()).toEqual([])
    expect(response.headers.get('vary')).toBe('Cookie')
  })

  it.each([0, -1, NaN, Infinity, 1e300, '60'])('refuses to end in %p seconds', (seconds) => {
    // What JavaScript can hand over, whatever the type says.
    const given = seconds as number
    expect(() => app({ secrets }, (found) => found.expiresIn(given))(requestWith())).toThrow('expiresIn takes a number of seconds above 0')
  })

  it('refuses a key that is for itself', () => {
    expect(() => app({ secrets }, (found) => found.set('~a', 1))(requestWith())).toThrow(
      'session: a key is a text that does not begin with ~',
    )
  })

  it('says where in the data is what it cannot keep, in the line that sets it', () => {
    expect(() => app({ secrets }, (found) => found.set('cart', { items: [() => {}] }))(requestWith())).toThrow(
      'cannot keep cart.items[0], a function',
    )
  })

  it('lets a failure after the response end its body', async () => {
    let cancelled = false
    const body = new ReadableStream({
      cancel() {
        cancelled = true
      },
    })
    const broken = session({ secrets })(({ session: found }) => {
      const list: unknown[] = []
      found.set('list', list)
      list.push(() => {})
      return new Response(body)
    })
    expect(() => broken(requestWith())).toThrow('cannot keep list[0], a function')
    expect(cancelled).toBe(true)
  })
})
