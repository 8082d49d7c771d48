// Prints what becomes of ten requests at once that each set a key of their own; the README of @gangway/session shows it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import { DatabaseSync } from 'node:sqlite'
import expressSession from 'express-session'
import { contextFor, text } from '@gangway/gateway'
import { cachedStore, memoryStore, session, type SessionOptions } from '@gangway/session'
import { sqliteStore } from '@gangway/session-sqlite'

const names = Array.from({ length: 10 }, (_, index) => `key${index}`)

// All of them have read the session before the first one writes it.
function meeting(): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let come = 0
  return () => {
    if (++come === names.length) resolve()
    return promise
  }
}

async function withGangway(options: SessionOptions): Promise<number> {
  const wrap = session(options)
  const meet = meeting()
  const app = wrap(async ({ session: found, path }) => {
    const key = path.slice(1)
    if (key === 'count') return text(String(names.filter((name) => found.has(name)).length))
    found.set(key, true)
    if (key !== 'first') await meet()
    return text('')
  })
  let cookie = ''
  const visit = async (path: string): Promise<string> => {
    const response = await app(contextFor('GET', `https://example.org/${path}`, { headers: { cookie } }))
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
    return await response.text()
  }
  await visit('first')
  await Promise.all(names.map(visit))
  return Number(await visit('count'))
}

async function withExpress(): Promise<number> {
  const wrap = expressSession({ secret: 'a secret', resave: false, saveUninitialized: false })
  const meet = meeting()
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const key = request.url?.slice(1) ?? ''
    const found: object = Reflect.get(request, 'session')
    if (key !== 'count') Reflect.set(found, key, true)
    if (key.startsWith('key')) await meet()
    response.end(String(names.filter((name) => name in found).length))
  }
  const server = createServer((request, response) => {
    // It reads no more of Express's request and response than Node's have.
    const call = wrap as unknown as (request: IncomingMessage, response: ServerResponse, next: () => void) => void
    call(request, response, () => void answer(request, response))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  const first = await fetch(`${origin}/first`)
  const headers = { cookie: first.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
  await Promise.all(names.map(async (name) => (await fetch(`${origin}/${name}`, { headers })).text()))
  const count = Number(await (await fetch(`${origin}/count`, { headers })).text())
  server.closeAllConnections()
  server.close()
  return count
}

const secrets = ['a-secret-of-32-bytes-0123456789-']
const rows: [string, number][] = [
  ['express-session 1.19, its MemoryStore', await withExpress()],
  ['@gangway/session, sealed cookie, one process', await withGangway({ secrets })],
  ['@gangway/session, memoryStore', await withGangway({ store: memoryStore() })],
  ['@gangway/session, cachedStore', await withGangway({ store: cachedStore(memoryStore()) })],
  ['@gangway/session, sqliteStore', await withGangway({ store: sqliteStore(new DatabaseSync(':memory:')) })],
]
for (const [name, count] of rows) console.log(`${name.padEnd(48)}${String(count).padStart(2)}`)
