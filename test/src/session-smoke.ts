// What sessions must do on every runtime; bundled into one file, and run by session-runtimes.test.ts.
import { contextFor, text, type ContextForInit } from '@gangway/gateway'
import { memoryStore, session, sessionsOf, type Session, type SessionOptions } from '@gangway/session'

type Visit = (found: Session) => unknown

const secret = 'a-secret-of-32-bytes-0123456789-'
const newer = 'b-secret-of-32-bytes-0123456789-'
const value = { at: new Date(0), tags: new Map([['a', new Set([1n])]]), text: 'ä€𝄞', nothing: undefined }

function equal(actual: unknown, expected: unknown, what: string): void {
  if (!Object.is(actual, expected)) throw new Error(`${what}: ${String(actual)} instead of ${String(expected)}`)
}

class Browser {
  cookie = ''
  readonly #options: SessionOptions

  constructor(options: SessionOptions, cookie = '') {
    this.#options = options
    this.cookie = cookie
  }

  async visit(visit: Visit): Promise<void> {
    const init: ContextForInit = { headers: this.cookie === '' ? {} : { cookie: this.cookie }, log: () => {} }
    const app = session(this.#options)(async ({ session: found }) => {
      await found.load()
      await visit(found)
      return text('a page')
    })
    const response = await app(contextFor('GET', 'https://example.org/', init))
    const [line] = response.headers.getSetCookie()
    if (line !== undefined) this.cookie = line.includes('Max-Age=0') ? '' : (line.split(';')[0] ?? '')
  }

  async read(key: string): Promise<unknown> {
    let read: unknown
    await this.visit((found) => {
      read = found.get(key)
    })
    return read
  }
}

async function keepsData(options: SessionOptions): Promise<void> {
  const browser = new Browser(options)
  await browser.visit((found) => {
    equal(found.isNew, true, 'new')
    found.set('value', value)
    found.flash('notice', 'hello')
  })
  await browser.visit((found) => {
    const kept = found.get('value')
    const [at, tags, nothing] = ['at', 'tags', 'nothing'].map((name): unknown => Reflect.get(Object(kept), name))
    equal(at instanceof Date && at.getTime(), 0, 'date')
    const set: unknown = tags instanceof Map && tags.get('a')
    equal(set instanceof Set && set.has(1n), true, 'map, set, bigint')
    equal(nothing === undefined && 'nothing' in Object(kept), true, 'undefined')
    equal(Reflect.get(Object(kept), 'text'), value.text, 'text')
    equal(found.flash('notice'), 'hello', 'flash')
    equal(found.flash('notice'), undefined, 'flash again')
  })
}

async function endsSessions(options: SessionOptions): Promise<void> {
  let time = Date.now()
  const browser = new Browser({ ...options, idleTimeout: 600, now: () => time })
  const ids: string[] = []
  await browser.visit((found) => found.set('a', 1))
  await browser.visit((found) => {
    ids.push(found.id)
    found.owner('ann')
    ids.push(found.id)
  })
  await browser.visit((found) => equal(found.id, ids[1], 'id'))
  equal(ids[0] === ids[1], false, 'new id')
  time += 599_000
  equal(await browser.read('a'), 1, 'before the end')
  time += 600_000
  equal(await browser.read('a'), undefined, 'after the end')
}

async function refusesGarbage(options: SessionOptions): Promise<void> {
  for (const garbage of ['x', 'Fe26.2*a*b*c*d**e*f', 'x'.repeat(100_000), 'A'.repeat(32), '3~Fe26.2*']) {
    const browser = new Browser(options, `__Host-session=${garbage}`)
    await browser.visit((found) => equal(found.isNew, true, 'garbage'))
    equal(browser.cookie, '', 'cleared')
  }
}

async function rotatesSecrets(): Promise<void> {
  const browser = new Browser({ secrets: [secret] })
  await browser.visit((found) => found.set('a', 1))
  const renewed = new Browser({ secrets: [newer, secret] }, browser.cookie)
  equal(await renewed.read('a'), 1, 'older secret')
  equal(await new Browser({ secrets: [newer] }, renewed.cookie).read('a'), 1, 'newest secret')
  equal(await new Browser({ secrets: [newer] }, browser.cookie).read('a'), undefined, 'unknown secret')
}

async function mergesAndRevokes(): Promise<void> {
  const store = memoryStore()
  const browser = new Browser({ store })
  await browser.visit((found) => found.owner('ann'))
  const { promise, resolve } = Promise.withResolvers<void>()
  let come = 0
  const keys = ['a', 'b', 'c']
  await Promise.all(
    keys.map((key) =>
      new Browser({ store }, browser.cookie).visit(async (found) => {
        found.set(key, key)
        if (++come === keys.length) resolve()
        await promise
      }),
    ),
  )
  for (const key of keys) equal(await browser.read(key), key, 'merged')
  equal(await sessionsOf(store, 'ann').revokeAll(), 1, 'revoked')
  equal(await browser.read('a'), undefined, 'ended')
}

/** Throws where a runtime does not do what it must. */
export async function smoke(): Promise<void> {
  for (const options of [{ secrets: [secret] }, { store: memoryStore() }]) {
    await keepsData(options)
    await endsSessions(options)
    await refusesGarbage(options)
  }
  await rotatesSecrets()
  await mergesAndRevokes()
}
