import { contextFor, text, type Application, type Context } from '@gangway/gateway'
import { memoryStore } from './memory-store.ts'
import { revocationList } from './revocation-list.ts'
import { session } from './session-middleware.ts'
import type { SessionOptions } from './session-options.ts'
import type { SessionStoreError } from './session-store-error.ts'
import type { SessionStore } from './session-store.ts'
import type { Session } from './session.ts'

const secrets = ['a-secret-of-32-bytes-0123456789-']
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

function down(store: SessionStore): SessionStore {
  const fail = async (): Promise<never> => {
    throw new Error('connection refused')
  }
  return { ...store, synchronous: false, create: fail, load: fail, save: fail, touch: fail, remove: fail }
}

describe('session with a store that does not answer', () => {
  it('answers 503, and sets no cookie', async () => {
    const store = memoryStore()
    const first = await app({ store }, (found) => found.set('a', 1))(requestWith())
    const reading = app({ store: down(store), preload: true }, () => {})(requestWith(first))
    await expect(reading).rejects.toMatchObject({ name: 'SessionStoreError', status: 503, cause: new Error('connection refused') })
  })

  it('goes on without a session where it is told to, logs it, and leaves the cookie alone', async () => {
    const store = memoryStore()
    const first = await app({ store }, (found) => found.set('a', 1))(requestWith())
    const logged: string[] = []
    const context = contextFor('GET', address, { headers: { cookie: cookiesOf(first) }, log: (line) => logged.push(line) })
    const options = { store: down(store), preload: true, onStoreError: 'anonymous' as const }
    const response = await app(options, (found) => expect(found.get('a')).toBeUndefined())(context)
    expect([response.status, response.headers.getSetCookie()]).toEqual([200, []])
    expect(logged.join()).toContain('connection refused')
  })

  it.each(['fail', 'anonymous'] as const)('never loses what is written in silence: %s', async (onStoreError) => {
    const store = memoryStore()
    const first = await app({ store }, (found) => found.set('a', 1))(requestWith())
    const options = { store: down(store), preload: true, onStoreError }
    for (const context of [requestWith(first), requestWith()]) {
      await expect(Promise.resolve(app(options, (found) => found.set('a', 2))(context))).rejects.toMatchObject({ status: 503 })
    }
  })

  it.each(['fail', 'anonymous'] as const)('fails when a logout cannot be kept: %s', async (onStoreError) => {
    const store = memoryStore()
    const first = await app({ store }, (found) => found.set('a', 1))(requestWith())
    const failing = { ...store, remove: down(store).remove }
    const leaving = app({ store: failing, onStoreError }, (found) => found.destroy())(requestWith(first))
    await expect(Promise.resolve(leaving)).rejects.toMatchObject({ status: 503 })
  })

  it.each([
    ['fail', 'rejected 503'],
    ['anonymous', '200'],
  ] as const)('waits for a store that says nothing no longer than it is told to: %s', async (onStoreError, expected) => {
    const store = memoryStore()
    const first = await app({ store }, (found) => found.set('a', 1))(requestWith())
    const silent: SessionStore = { ...store, synchronous: false, load: () => new Promise(() => {}) }
    const options = { store: silent, storeTimeout: 0.05, preload: true, onStoreError }
    const answer = Promise.resolve(app(options, () => {})(requestWith(first)))
    const outcome = await answer.then(
      ({ status }) => String(status),
      ({ status, cause }: SessionStoreError) => `rejected ${status}${String(cause).includes('nothing for 50 ms') ? '' : String(cause)}`,
    )
    expect(outcome).toBe(expected)
  })

  it('keeps no timer of a store that has answered', async () => {
    const store = { ...memoryStore(), synchronous: false, load: async () => null }
    const cookie = `__Host-session=${'A'.repeat(32)}`
    const before = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    await app({ store, preload: true }, () => {})(contextFor('GET', address, { headers: { cookie } }))
    expect(process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length).toBe(before)
  })

  it('varies by cookie also when the application goes on by itself after it asked in vain (S8)', async () => {
    const store = memoryStore()
    const first = await app({ store }, (found) => found.set('a', 1))(requestWith())
    const fallback = session({ store: down(store) })(async ({ session: found }) =>
      found.load().then(
        () => text('a page'),
        () => text('the page for everybody'),
      ),
    )
    expect((await fallback(requestWith(first))).headers.get('vary')).toBe('Cookie')
  })

  it('lets a logout be tried again that the revocation list was not told of (S1)', async () => {
    const store = memoryStore()
    let isUp = false
    const create: SessionStore['create'] = (id, record) => (isUp ? store.create(id, record) : down(store).create(id, record))
    const options = { secrets, revocations: revocationList({ ...store, create }) }
    const elsewhere = { secrets, revocations: revocationList(store) }
    const first = await app(options, (found) => found.set('a', 1))(requestWith())
    const logout = app(options, (found) => found.destroy())
    await expect(Promise.resolve(logout(requestWith(first)))).rejects.toMatchObject({ status: 503 })
    isUp = true
    await app(options, (found) => expect(found.get('a')).toBe(1))(requestWith(first))
    expect((await logout(requestWith(first))).headers.getSetCookie()).toHaveLength(1)
    await app(elsewhere, (found) => expect(found.get('a')).toBeUndefined())(requestWith(first))
  })

  it('tells of a revocation list that does not answer', async () => {
    const first = await app({ secrets }, (found) => found.set('a', 1))(requestWith())
    const options = { secrets, revocations: revocationList(down(memoryStore())), preload: true }
    await expect(Promise.resolve(app(options, () => {})(requestWith(first)))).rejects.toMatchObject({ status: 503 })
  })
})
