import { contextFor, text, type Application, type Context } from '@gangway/gateway'
import { memoryStore } from './memory-store.ts'
import { session } from './session-middleware.ts'
import type { SessionOptions } from './session-options.ts'
import type { SessionStore } from './session-store.ts'
import type { Session } from './session.ts'

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

describe('session with a schema', () => {
  const visits = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value: unknown) => {
        const count: unknown = Reflect.get(Object(value), 'count')
        return typeof count === 'number'
          ? { value: { count, isFrequent: count > 2 } }
          : { issues: [{ message: 'must be a number', path: ['count'] }] }
      },
    },
  } as const

  it('gives the application what the schema makes of the data, and writes nothing for that', async () => {
    const { store, calls } = counting()
    const first = await app({ store }, (found) => found.set('count', 3))(requestWith())
    calls.length = 0
    const typed = session<{ count: number; isFrequent: boolean }>({ store, schema: visits })(({ session: found }) =>
      text(String(found.get('isFrequent'))),
    )
    expect(await (await typed(requestWith(first))).text()).toBe('true')
    expect(calls).toEqual(['load'])
  })

  it('keeps the flash beside it', async () => {
    const options = { store: memoryStore(), schema: visits }
    const first = await session(options)(({ session: found }) => {
      found.set('count', 1)
      found.flash('notice', 'hello')
      return text('a page')
    })(requestWith())
    const second = await session(options)(({ session: found }) => text(String(found.flash('notice'))))(requestWith(first))
    expect(await second.text()).toBe('hello')
  })

  it('logs data that does not fit, which is no session', async () => {
    const store = memoryStore()
    const first = await app({ store }, (found) => found.set('count', 'three'))(requestWith())
    const logged: string[] = []
    const context = contextFor('GET', address, { headers: { cookie: cookiesOf(first) }, log: (line) => logged.push(line) })
    const response = await session({ store, schema: visits })(({ session: found }) => text(String(found.isNew)))(context)
    expect(await response.text()).toBe('true')
    expect(logged).toEqual(['session: the data that was kept is not what the schema wants: count: must be a number'])
    expect(response.headers.getSetCookie()).toEqual([expect.stringContaining('Max-Age=0')])
  })

  it('waits for a schema that answers later', async () => {
    const { validate } = visits['~standard']
    const slow = { '~standard': { ...visits['~standard'], validate: async (value: unknown) => validate(value) } }
    const store = memoryStore()
    const first = await app({ store }, (found) => found.set('count', 3))(requestWith())
    const typed = session({ store, schema: slow })
    const waiting = await typed(async ({ session: found }) => text(String((await found.load()).get('isFrequent'))))(requestWith(first))
    expect(await waiting.text()).toBe('true')
    expect(() => typed(({ session: found }) => text(String(found.get('count'))))(requestWith(first))).toThrow('the schema answers later')
  })
})
