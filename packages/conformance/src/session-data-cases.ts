import { deepEqual, equal } from 'node:assert/strict'
import type { Session } from '@gangway/session'
import type { SessionCase } from './session-case.ts'
import { SessionSite, type AnyData } from './session-client.ts'

/** What must hold of a session's data. */
export const sessionDataCases: readonly SessionCase[] = [
  {
    name: 'nothing is written, and no cookie set, where nothing changed',
    async run(options) {
      const browser = new SessionSite(options).browser()
      const looks: ((session: Session<AnyData>) => unknown)[] = [
        () => {},
        (session) => session.get('a'),
        (session) => session.delete('b'),
        (session) => session.flash('a'),
      ]
      for (const look of looks) deepEqual((await browser.visit(look)).cookies, [])
      await browser.visit((session) => session.set('a', { deep: [1] }))
      looks.push((session) => session.set('a', { deep: [1] }))
      for (const look of looks) deepEqual((await browser.visit(look)).cookies, [])
      deepEqual(await browser.read('a'), { deep: [1] })
    },
  },
  {
    name: 'values come back as they were: dates, maps, sets, large integers, undefined',
    async run(options) {
      const browser = new SessionSite(options).browser()
      const value = { date: new Date(0), map: new Map([[1, new Set(['a'])]]), large: 2n ** 70n, nothing: undefined, text: 'ä€𝄞' }
      await browser.visit((session) => session.set('value', value))
      deepEqual(await browser.read('value'), value)
    },
  },
  {
    name: 'a flash is there once',
    async run(options) {
      const browser = new SessionSite(options).browser()
      await browser.visit((session) => session.flash('notice', { saved: true }))
      await browser.visit((session) => deepEqual([[...session.entries()], session.isNew], [[], false]))
      await browser.visit((session) => deepEqual([session.flash('notice'), session.flash('notice')], [{ saved: true }, undefined]))
      await browser.visit((session) => equal(session.flash('notice'), undefined))
    },
  },
  {
    name: 'what is set after the session was ended begins a new one',
    async run(options) {
      const browser = new SessionSite(options).browser()
      await browser.visit((session) => session.set('user', 'ann'))
      const old = browser.copy()
      await browser.visit((session) => {
        session.destroy()
        session.flash('notice', 'goodbye')
        deepEqual([session.isNew, session.get('user')], [true, undefined])
      })
      await browser.visit((session) => deepEqual([session.flash('notice'), session.get('user')], ['goodbye', undefined]))
      equal(await old.read('user'), undefined)
    },
  },
]
