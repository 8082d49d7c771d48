import { deepEqual, equal, notEqual, ok, rejects } from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { empty, HttpError, text } from '@gangway/gateway'
import { SessionTooLargeError, type Session } from '@gangway/session'
import type { SessionCase } from './session-case.ts'
import { SessionSite, type AnyData } from './session-client.ts'

const minute = 60_000
const attributesOf = (line: string | undefined): string[] => (line ?? '').split('; ').slice(1)

/** What must hold of cookies, those that come and those that are set. */
export const sessionCookieCases: readonly SessionCase[] = [
  {
    name: 'S5: an id of the client is never adopted',
    async run(options) {
      const browser = new SessionSite(options).browser()
      for (const value of ['A'.repeat(32), 'a-token_of-somebody-else-0123456', randomUUID()]) {
        browser.cookies.clear()
        browser.cookies.set('__Host-session', value)
        const read = await browser.visit((session) => equal(session.isNew, true))
        deepEqual([read.cookies.length, browser.cookies.size], [1, 0])
        browser.cookies.set('__Host-session', value)
        await browser.visit((session) => session.set('a', 1))
        notEqual(browser.cookies.get('__Host-session'), value)
        equal(await browser.read('a'), 1)
      }
    },
  },
  {
    name: 'S5: the cookie of a session is no cookie of one with another name',
    async run(options) {
      const browser = new SessionSite(options).browser()
      await browser.visit((session) => session.set('user', 'ann'))
      const other = new SessionSite({ ...options, cookie: { name: 'session' } }, 'admin').browser()
      other.cookies.set('__Host-session', browser.cookies.get('__Host-session') ?? '')
      await other.visit((session) => deepEqual([session.isNew, session.get('user')], [true, undefined]))
    },
  },
  {
    name: 'S6: a cookie that is none means no session, and is cleared once',
    async run(options) {
      const browser = new SessionSite(options).browser()
      const garbage = [
        '',
        'x',
        'Fe26.1*a*b*c*d**e*f',
        'Fe26.2*a*b*c*d**e*f',
        '__proto__',
        'constructor',
        '%%%',
        '2~',
        '3~Fe26.2*',
        '9~x',
        '~',
        's:a.b',
        '\xff',
        'x'.repeat(100_000),
      ]
      for (const value of garbage) {
        browser.cookies.clear()
        browser.cookies.set('__Host-session', value)
        browser.cookies.set('__Host-session.1', value)
        const started = performance.now()
        const visited = await browser.visit((session) => equal(session.isNew, true))
        ok(performance.now() - started < 1000)
        deepEqual([visited.status, visited.cookies.length, browser.cookies.size], [200, 2, 0])
        deepEqual((await browser.visit((session) => session.isNew)).cookies, [])
      }
    },
  },
  {
    name: 'S6: of several cookies of the name the good one counts, wherever it stands',
    async run(options) {
      const browser = new SessionSite(options).browser()
      await browser.visit((session) => session.set('user', 'ann'))
      const good = browser.cookies.get('__Host-session') ?? ''
      for (const values of [
        [good, 'x'],
        ['x', good],
        ['x', good.slice(1), good],
        ['x'.repeat(100_000), good],
      ]) {
        browser.cookies.clear()
        browser.cookies.set('theme=light; __Host-session', values.join('; __Host-session='))
        const visited = await browser.send((session) => equal(session.get('user'), 'ann'))
        deepEqual(visited.cookies, [])
      }
    },
  },
  {
    name: 'S6: keys named like members of prototypes are keys',
    async run(options) {
      const browser = new SessionSite(options).browser()
      const keys = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
      await browser.visit((session) => {
        for (const key of keys) deepEqual([session.has(key), session.get(key)], [false, undefined])
        for (const key of keys) session.set(key, { key })
      })
      await browser.visit((session) => {
        deepEqual(
          [...session.entries()],
          keys.map((key) => [key, { key }]),
        )
        for (const key of keys) equal(session.delete(key), true)
      })
      await browser.visit((session) => deepEqual([...session.entries()], []))
    },
  },
  {
    name: 'S7: a session of any size is kept as a whole or refused as a whole, in cookies that no browser drops',
    async run(options) {
      for (const length of [100, 3000, 5000, 20_000, 300_000]) {
        const browser = new SessionSite(options).browser()
        await browser.visit((session) => session.set('small', 1))
        const large = randomBytes(length / 2).toString('hex')
        const visited = await browser.visit((session) => session.set('large', large)).catch(refusal)
        for (const line of visited?.cookies ?? []) ok(line.length <= 4096)
        deepEqual([await browser.read('small'), await browser.read('large')], [1, visited && large])
      }
    },
  },
  {
    name: 'S8: an HttpError that depends on the session varies by cookie, once',
    async run(options) {
      const browser = new SessionSite(options).browser()
      await browser.visit((session) => session.set('user', 'ann'))
      const error = new HttpError(404, 'None of yours', { headers: { vary: 'Accept' } })
      const missing = (session: Session<AnyData>): void => {
        if (session.get('user') === 'ann') throw error
      }
      for (let visits = 0; visits < 2; visits++) await rejects(browser.send(missing), error)
      equal(error.headers.get('vary'), 'Accept, Cookie')
      equal(error.headers.has('set-cookie'), false)
    },
  },
  {
    name: 'S8: a response that depends on the session varies by cookie, and with a cookie is private',
    async run(options) {
      const browser = new SessionSite(options).browser()
      const cached = () => text('a page', { headers: { 'cache-control': 'public, max-age=60, s-maxage=600', vary: 'Accept' } })
      const set = await browser.visit((session) => session.set('a', 1), cached)
      deepEqual([set.headers.get('vary'), set.headers.get('cache-control')], ['Accept, Cookie', 'private, max-age=60'])
      for (const touch of [(session: Session<AnyData>) => session.has('a'), (session: Session<AnyData>) => session.isNew]) {
        const read = await browser.visit(touch, cached)
        deepEqual([read.headers.get('vary'), read.headers.get('cache-control')], ['Accept, Cookie', 'public, max-age=60, s-maxage=600'])
      }
    },
  },
  {
    name: 'S8: a 304 gets no cookie for activity alone',
    async run(options) {
      const site = new SessionSite({ ...options, remember: true, touchAfter: 0 })
      const browser = site.browser()
      await browser.visit((session) => session.set('a', 1))
      site.time += minute
      const visited = await browser.send(
        (session) => session.get('a'),
        () => empty(304),
      )
      deepEqual([visited.cookies, visited.headers.get('vary')], [[], 'Cookie'])
    },
  },
  {
    name: 'the cookie is set as it should be over https: __Host-, Secure, HttpOnly, SameSite=Lax, Path=/',
    async run(options) {
      const browser = new SessionSite(options).browser()
      const { cookies } = await browser.visit((session) => session.set('a', 1))
      deepEqual(
        [cookies.length, cookies[0]?.startsWith('__Host-session='), attributesOf(cookies[0]).toSorted()],
        [1, true, ['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure']],
      )
    },
  },
]

function refusal(error: unknown): undefined {
  if (!(error instanceof SessionTooLargeError)) throw error
}
