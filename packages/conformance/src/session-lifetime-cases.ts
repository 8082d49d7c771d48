import { deepEqual, equal, ok, rejects, throws } from 'node:assert/strict'
import { stream, text } from '@gangway/gateway'
import { SessionCommittedError, type Session } from '@gangway/session'
import type { SessionCase } from './session-case.ts'
import { SessionSite, type AnyData } from './session-client.ts'

const minute = 60_000
const attributesOf = (line: string | undefined): string[] => (line ?? '').split('; ').slice(1)

/** What must hold of a session's end, and of the response's. */
export const sessionLifetimeCases: readonly SessionCase[] = [
  {
    name: 'S9: a change after the head is an error that names the line, and changes nothing',
    async run(options) {
      const browser = new SessionSite(options).browser()
      let seen: Session<AnyData> | undefined
      await browser.visit(
        (session) => {
          seen = session
          session.set('a', 1)
        },
        () => stream(new ReadableStream()),
      )
      const changes: ((session: Session<AnyData>) => unknown)[] = [
        (session) => session.set('a', 2),
        (session) => session.delete('a'),
        (session) => session.flash('a', 2),
        (session) => session.regenerate(),
        (session) => session.destroy(),
        (session) => session.owner('ann'),
        (session) => session.expiresIn(60),
        (session) => session.remember(),
      ]
      for (const change of changes) {
        throws(
          () => seen && change(seen),
          (error) =>
            error instanceof SessionCommittedError &&
            /after the head of the response was sent, at .*session-lifetime-cases\.[jt]s:\d+:\d+$/.test(error.message),
        )
      }
      deepEqual([seen?.get('a'), await browser.read('a')], [1, 1])
    },
  },
  {
    name: 'S9: changes of a request that fails are dropped, its end of the session is not',
    async run(options) {
      const browser = new SessionSite(options).browser()
      await browser.visit((session) => session.set('a', 1))
      const failed = await browser.visit(
        (session) => session.set('a', 2),
        () => text('failed', { status: 500 }),
      )
      deepEqual([failed.cookies, await browser.read('a')], [[], 1])
      const thrown = browser.send((session) => {
        session.set('a', 3)
        throw new Error('of the application')
      })
      await rejects(thrown, /of the application/)
      equal(await browser.read('a'), 1)
      const stolen = browser.copy()
      const logout = browser.send((session) => {
        session.destroy()
        throw new Error('of the application')
      })
      await rejects(logout, /of the application/)
      equal(await stolen.read('a'), undefined)
    },
  },
  {
    name: 'S9: changes of a request that fails are kept where the options say so',
    async run(options) {
      const browser = new SessionSite({ ...options, saveOnError: true }).browser()
      await browser.visit(
        (session) => session.set('a', 1),
        () => text('failed', { status: 503 }),
      )
      equal(await browser.read('a'), 1)
    },
  },
  {
    name: 'S10: ten minutes of inactivity end a session at the server, and activity does not wear it out',
    async run(options) {
      const site = new SessionSite({ ...options, idleTimeout: 600 })
      const browser = site.browser()
      await browser.visit((session) => session.set('a', 1))
      for (let visits = 0; visits < 5; visits++) {
        site.time += 9.9 * minute
        equal(await browser.read('a'), 1)
      }
      site.time += 10 * minute
      const stolen = browser.copy()
      const visited = await browser.visit((session) => deepEqual([session.isNew, session.get('a')], [true, undefined]))
      deepEqual([visited.cookies.length, browser.cookies.size], [1, 0])
      equal(await stolen.read('a'), undefined)
    },
  },
  {
    name: 'S10: the absolute end comes whatever happens, and a new id does not move it',
    async run(options) {
      const site = new SessionSite({ ...options, idleTimeout: 600, absoluteTimeout: 1800 })
      const browser = site.browser()
      await browser.visit((session) => session.set('a', 1))
      for (let visits = 0; visits < 3; visits++) {
        site.time += 9.5 * minute
        await browser.visit((session) => {
          equal(session.get('a'), 1)
          session.set('visits', visits)
          session.regenerate()
        })
      }
      site.time += 1.5 * minute
      equal(await browser.read('a'), undefined)
    },
  },
  {
    name: 'S10: the cookie of a remembered session lasts no longer than the session, in whole seconds',
    async run(options) {
      const site = new SessionSite({ ...options, idleTimeout: 90.5, absoluteTimeout: 100, touchAfter: 0 })
      const browser = site.browser()
      const first = await browser.visit((session) => session.set('a', 1))
      equal(
        attributesOf(first.cookies[0]).some((attribute) => attribute.startsWith('Max-Age')),
        false,
      )
      const second = await browser.visit((session) => session.remember())
      ok(attributesOf(second.cookies[0]).includes('Max-Age=90'))
      site.time += 30_400
      const third = await browser.visit((session) => session.get('a'))
      ok(attributesOf(third.cookies[0]).includes('Max-Age=69'))
    },
  },
  {
    name: 'S10: a session with a lifetime of its own ends then, and not by inactivity',
    async run(options) {
      const site = new SessionSite({ ...options, idleTimeout: 600, absoluteTimeout: 1200 })
      const browser = site.browser()
      await browser.visit((session) => {
        session.set('a', 1)
        session.expiresIn(3600)
      })
      site.time += 59 * minute
      equal(await browser.read('a'), 1)
      site.time += minute
      equal(await browser.read('a'), undefined)
    },
  },
]
