import { deepEqual, equal, match, notEqual, rejects } from 'node:assert/strict'
import type { Session, SessionOptions } from '@gangway/session'
import type { SessionCase } from './session-case.ts'
import { Gate, SessionSite, type AnyData } from './session-client.ts'

const minute = 60_000

/** What must hold where several requests have one session. */
export const concurrentSessionCases: readonly SessionCase[] = [
  {
    name: 'S1: a slow request that changes a session which another one ended keeps nothing and sets no cookie',
    async run(options) {
      const site = new SessionSite(options)
      const browser = site.browser()
      await browser.visit((session) => session.set('user', 'ann'))
      const stolen = browser.copy()
      const [loaded, ended] = [new Gate(), new Gate()]
      let seen: Session<AnyData> | undefined
      const slow = browser.send(async (session) => {
        seen = session
        session.set('page', 'late')
        loaded.open()
        await ended.passed
      })
      await loaded.passed
      const logout = await browser.send((session) => session.destroy())
      ended.open()
      const late = await slow
      deepEqual([late.cookies, seen?.interrupted], [[], true])
      match(late.logged.join(), /another request ended the session/)
      match(logout.cookies.join(), /Max-Age=0/)
      browser.receive(logout)
      browser.receive(late)
      equal(await browser.read('user'), undefined)
      deepEqual([await stolen.read('user'), await stolen.read('page')], [undefined, undefined])
    },
  },
  {
    name: 'S2: ten requests at once that each set a key of their own all succeed',
    async run(options) {
      const browser = new SessionSite(options).browser()
      await browser.visit((session) => session.set('user', 'ann'))
      const numbers = Array.from({ length: 10 }, (_, index) => index)
      const all = new Gate()
      let waiting = 0
      const sent = numbers.map((number) =>
        browser.send(async (session) => {
          session.set(`key${number}`, number)
          if (++waiting === numbers.length) all.open()
          await all.passed
        }),
      )
      for (const visited of await Promise.all(sent)) browser.receive(visited)
      let entries: [string, unknown][] = []
      await browser.visit((session) => {
        entries = [...session.entries()]
      })
      deepEqual(Object.fromEntries(entries), { user: 'ann', ...Object.fromEntries(numbers.map((number) => [`key${number}`, number])) })
    },
  },
  {
    name: 'S2: of two requests at once that change one key the policy says which one wins',
    async run(options) {
      const bothHaveRead = async (onConflict: SessionOptions['onConflict']): Promise<unknown> => {
        const browser = new SessionSite({ ...options, ...(onConflict && { onConflict }) }).browser()
        await browser.visit((session) => session.set('count', 1))
        const [loaded, saved] = [new Gate(), new Gate()]
        const late = browser.send(async (session) => {
          session.set('count', Number(session.get('count')) + 10)
          loaded.open()
          await saved.passed
        })
        await loaded.passed
        browser.receive(await browser.send((session) => session.set('count', Number(session.get('count')) + 1)))
        saved.open()
        browser.receive(await late)
        return await browser.read('count')
      }
      equal(await bothHaveRead('mine'), 11)
      equal(await bothHaveRead('theirs'), 2)
      equal(await bothHaveRead(({ base, mine, theirs }) => Number(mine) + Number(theirs) - Number(base)), 12)
      await rejects(bothHaveRead('error'), { name: 'SessionConflictError', status: 409 })
    },
  },
  {
    name: 'S2: a key that one request deletes stays deleted while another one sets one',
    async run(options) {
      const browser = new SessionSite(options).browser()
      await browser.visit((session) => {
        session.set('a', 1)
        session.set('list', [1])
      })
      const [loaded, saved] = [new Gate(), new Gate()]
      const late = browser.send(async (session) => {
        const list = session.get('list')
        if (Array.isArray(list)) list.push(2)
        loaded.open()
        await saved.passed
      })
      await loaded.passed
      browser.receive(await browser.send((session) => session.delete('a')))
      saved.open()
      browser.receive(await late)
      deepEqual([await browser.read('a'), await browser.read('list')], [undefined, [1, 2]])
    },
  },
  {
    name: 'S3: a request that only reads neither brings back an ended session nor undoes a change',
    async run(options) {
      const site = new SessionSite({ ...options, idleTimeout: 600, touchAfter: 0 })
      const browser = site.browser()
      await browser.visit((session) => session.set('theme', 'light'))
      for (const change of [
        (session: Session<AnyData>) => session.set('theme', 'dark'),
        (session: Session<AnyData>) => session.destroy(),
      ]) {
        const old = browser.copy()
        const [loaded, changed] = [new Gate(), new Gate()]
        site.time += minute
        const reader = browser.send(async (session) => {
          session.get('theme')
          loaded.open()
          await changed.passed
        })
        await loaded.passed
        const visited = await browser.send(change)
        changed.open()
        const read = await reader
        browser.receive(read)
        browser.receive(visited)
        const theme = await browser.read('theme')
        notEqual(theme, 'light')
        if (theme === undefined) equal(await old.read('theme'), undefined)
      }
    },
  },
  {
    name: 'S4: signing in gives a new id, the old one is dead, flash and data stay',
    async run(options) {
      const site = new SessionSite(options)
      const attacker = site.browser()
      const ids: string[] = []
      await attacker.visit((session) => {
        session.set('cart', ['book'])
        session.flash('notice', 'welcome')
        ids.push(session.id)
      })
      const victim = attacker.copy()
      const late = victim.copy()
      await victim.visit((session) => {
        session.owner('ann')
        ids.push(session.id)
      })
      await victim.visit((session) => {
        deepEqual([session.ownerId, session.get('cart'), session.flash('notice')], ['ann', ['book'], 'welcome'])
        ids.push(session.id)
      })
      equal(ids[1], ids[2])
      notEqual(ids[0], ids[1])
      await attacker.visit((session) => deepEqual([session.isNew, session.ownerId, session.get('cart')], [true, null, undefined]))
      const visited = await late.send((session) => session.set('page', 1))
      deepEqual(visited.cookies, [])
    },
  },
  {
    name: 'S4: what a request at once keeps under the old id is in the new session',
    async run(options) {
      const browser = new SessionSite(options).browser()
      await browser.visit((session) => session.set('user', 'ann'))
      const [loaded, saved] = [new Gate(), new Gate()]
      const rotating = browser.send(async (session) => {
        session.regenerate()
        loaded.open()
        await saved.passed
      })
      await loaded.passed
      browser.receive(await browser.send((session) => session.set('cart', 'book')))
      saved.open()
      browser.receive(await rotating)
      deepEqual([await browser.read('user'), await browser.read('cart')], ['ann', 'book'])
    },
  },
  {
    name: 'S4: regenerating a session that ended meanwhile does not bring it back, signing in begins a new one',
    async run(options) {
      for (const signsIn of [false, true]) {
        const browser = new SessionSite(options).browser()
        await browser.visit((session) => session.set('secret', 1))
        const [loaded, ended] = [new Gate(), new Gate()]
        const slow = browser.send(async (session) => {
          if (signsIn) session.owner('ann')
          else session.regenerate()
          loaded.open()
          await ended.passed
        })
        await loaded.passed
        browser.receive(await browser.send((session) => session.destroy()))
        ended.open()
        browser.receive(await slow)
        await browser.visit((session) =>
          deepEqual([session.isNew, session.ownerId, session.get('secret')], [!signsIn, signsIn ? 'ann' : null, undefined]),
        )
      }
    },
  },
]
