import { contextFor, text, type Application, type Context } from '@gangway/gateway'
import { memoryStore } from './memory-store.ts'
import { revocationList } from './revocation-list.ts'
import { session } from './session-middleware.ts'
import type { SessionOptions } from './session-options.ts'
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

  it('tells of a revocation list that does not answer', async () => {
    const first = await app({ secrets }, (found) => found.set('a', 1))(requestWith())
    const options = { secrets, revocations: revocationList(down(memoryStore())), preload: true }
    await expect(Promise.resolve(app(options, () => {})(requestWith(first)))).rejects.toMatchObject({ status: 503 })
  })
})
