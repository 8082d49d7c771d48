// A process of its own with a site whose sessions are in a store that others use at the same time; session-processes.ts starts it.
import { contextFor, text } from '@gangway/gateway'
import { session, type SessionStore } from '@gangway/session'

/** One request that the process is to serve. */
export interface Order {
  readonly number: number
  /** The value of the session's cookie, or `''`. */
  readonly cookie: string
  readonly set?: Readonly<Record<string, unknown>>
  readonly owner?: string
  readonly destroy?: boolean
  /** Whether activity is to be noted, though there was some a moment ago. */
  readonly touch?: boolean
  /** When the application answers, in milliseconds since 1970. Default: at once. */
  readonly waitUntil?: number
}

/** What came of it. */
export interface Answer {
  readonly number: number
  /** The value of the cookie that was set. */
  readonly cookie?: string
  readonly values?: Readonly<Record<string, unknown>>
  readonly owner?: string | null
  readonly error?: string
}

const [, , module = '', argument = ''] = process.argv

async function serve(): Promise<void> {
  // What the module is to export is what StoreElsewhere says.
  const { openStore } = (await import(module)) as { openStore(argument: string): SessionStore | Promise<SessionStore> }
  const store = await openStore(argument)
  process.on('message', (order: Order) => {
    answer(store, order).then(
      (made) => process.send?.(made),
      (error: unknown) => process.send?.({ number: order.number, error: String(error) }),
    )
  })
}

async function answer(store: SessionStore, { number, cookie, set = {}, owner, destroy, touch, waitUntil = 0 }: Order): Promise<Answer> {
  let values: Record<string, unknown> = {}
  let ownerId: string | null = null
  const now = (): number => Date.now() + (touch ? 120_000 : 0)
  const app = session({ store, now })(async ({ session: found }) => {
    await found.load()
    values = Object.fromEntries(found.entries())
    ownerId = found.ownerId
    for (const [key, value] of Object.entries(set)) found.set(key, value)
    if (owner !== undefined) found.owner(owner)
    if (destroy) found.destroy()
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, waitUntil - Date.now())))
    return text('a page')
  })
  const response = await app(
    contextFor('GET', 'https://sessions.test/', { headers: { cookie: `__Host-session=${cookie}` }, log: () => {} }),
  )
  const line = response.headers.getSetCookie().find((each) => !each.includes('Max-Age=0'))
  const value = line && /=([^;]*)/.exec(line)?.[1]
  return { number, values, owner: ownerId, ...(value !== undefined && { cookie: value }) }
}

process.on('disconnect', () => process.exit())
void serve()
