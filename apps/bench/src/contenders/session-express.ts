import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { RedisStore } from 'connect-redis'
import expressSession from 'express-session'
import { createClient } from 'redis'
import { listenAndSay } from './listen-and-say.ts'

const path = process.argv[2]
const store =
  path === undefined ? {} : { store: new RedisStore({ client: await createClient({ socket: { path, tls: false } }).connect() }) }
// It reads no more of Express's request and response than Node's have.
const wrap = expressSession({
  secret: 'a-secret-of-32-bytes-0123456789-',
  resave: false,
  saveUninitialized: false,
  ...store,
}) as unknown as (request: IncomingMessage, response: ServerResponse, next: () => void) => void

listenAndSay(
  createServer((request, response) => {
    wrap(request, response, () => {
      const found: object = Reflect.get(request, 'session')
      if (request.url === '/new') Reflect.set(found, 'user', 'bo')
      response.setHeader('content-length', 8).end(`Hello ${request.url === '/untouched' ? 'bo' : String(Reflect.get(found, 'user'))}`)
    })
  }),
)
