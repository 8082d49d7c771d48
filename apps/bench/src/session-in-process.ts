import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { contextFor, text, type Application, type Context } from '@gangway/gateway'
import { keyring } from '@gangway/keyring'
import { cachedStore, memoryStore, session, type SessionOptions, type SessionStore } from '@gangway/session'
import { postgresSchema, postgresStore } from '@gangway/session-postgres'
import { redisStore } from '@gangway/session-redis'
import { sqliteStore } from '@gangway/session-sqlite'
import { defaults, seal, unseal } from 'iron-webcrypto'
import { Pool } from 'pg'
import { createClient } from 'redis'
import { measure, type Work } from './in-process.ts'
import type { Postgres } from './postgres.ts'
import type { Report } from './report.ts'

interface Places {
  /** For what needs files. */
  readonly folder: string
  /** The path of Redis's socket, where it is installed. */
  readonly redis: string | undefined
  readonly postgres: Postgres | undefined
}

const secrets = ['a-secret-of-32-bytes-0123456789-']
const data = { user: 42, name: 'Ann', roles: ['editor', 'admin'], theme: 'dark' }
const page = text('a page')

/** The middleware by itself: CPU and wall clock for one call, without a server around it. */
export async function inProcess(report: Report, { folder, redis, postgres }: Places): Promise<void> {
  const untouched = (options: SessionOptions): Application => session(options)(() => page)
  const read = (options: SessionOptions): Application => session(options)(({ session: found }) => (found.get('user'), page))
  const sealed = { secrets }
  report.add('A session in a sealed cookie; without a server, ratio to raw iron', [
    ...(await measure([
      await rawIron(),
      work('cold unseal', 200, sealed, read({ ...sealed, cacheSize: 0 })),
      work('warm read', 2000, sealed, read(sealed)),
      work('untouched', 2000, sealed, untouched(sealed)),
      work('no cookie', 2000, undefined, read(sealed)),
    ])),
  ])
  const client = redis === undefined ? undefined : await createClient({ socket: { path: redis, tls: false } }).connect()
  const stores: [string, SessionStore][] = [
    ['memoryStore', memoryStore()],
    ['sqliteStore', sqliteStore(new DatabaseSync(join(folder, 'sessions.db')))],
  ]
  if (client) stores.push(['redisStore', redisStore(client)], ['cachedStore, redisStore', cachedStore(redisStore(client))])
  const pool = postgres && new Pool({ host: postgres.host, user: postgres.user, database: postgres.database })
  if (pool) stores.push(['postgresStore', await postgresStoreIn(pool)])
  const reading = stores.map(([name, store]) => work(name, 200, { store }, loading({ store }, false)))
  const saving = stores.map(([name, store]) => work(name, 200, { store }, loading({ store }, true)))
  report.add('A session that is read, per store; without a server', await measure(reading))
  report.add(
    'A session that is read and saved, per store; without a server',
    await measure([...saving, work('sealed cookie', 200, sealed, loading(sealed, true))]),
  )
  await client?.close()
  await pool?.end()
}

async function postgresStoreIn(pool: Pool): Promise<SessionStore> {
  for (const statement of postgresSchema()) await pool.query(statement)
  return postgresStore(pool)
}

function loading(options: SessionOptions, saves: boolean): Application {
  let count = 0
  return session(options)(async ({ session: found }) => {
    await found.load()
    found.get('user')
    if (saves) found.set('count', ++count)
    return page
  })
}

// Each call has a context of its own, and those of a round one session; it is made with the options that the work reads it with.
function work(name: string, count: number, options: SessionOptions | undefined, app: Application): Work {
  const prepare = async (): Promise<Context[]> => {
    const cookie = options === undefined ? '' : await cookieOf(options)
    return Array.from({ length: count }, () => contextFor('GET', 'https://example.org/', { headers: cookie === '' ? {} : { cookie } }))
  }
  return { name, count, prepare, app }
}

async function cookieOf(options: SessionOptions): Promise<string> {
  const app = session({ ...options, preload: true })(({ session: found }) => {
    for (const [key, value] of Object.entries(data)) found.set(key, value)
    return page
  })
  const response = await app(contextFor('GET', 'https://example.org/'))
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

async function rawIron(): Promise<Work> {
  const [key] = await keyring(secrets).keysFor('session')
  if (!key) throw new Error('bench: the keyring is empty')
  const password = { id: key.id, encryption: key.encryption, integrity: key.signing }
  const sealed = await seal(data, password, defaults)
  const prepare = async (): Promise<Context[]> => Array.from({ length: 200 }, () => contextFor('GET', 'https://example.org/'))
  return { name: 'iron-webcrypto, raw keys: unseal', count: 200, prepare, app: () => unseal(sealed, { [key.id]: password }, defaults) }
}
