import secureSession from '@fastify/secure-session'
import fastify from 'fastify'
import { ready } from './ready.ts'

declare module '@fastify/secure-session' {
  interface SessionData {
    user: string
  }
}

const app = fastify()
await app.register(secureSession, { key: Buffer.alloc(32, 'a key'), cookie: { path: '/', httpOnly: true } })
app.get('/untouched', async () => 'Hello bo')
app.get('/read', async (request) => `Hello ${String(request.session.get('user'))}`)
app.get('/new', async (request) => {
  request.session.set('user', 'bo')
  return 'Hello bo'
})
await app.listen({ port: 0, host: '127.0.0.1' })
const address = app.server.address()
ready(typeof address === 'object' && address ? address.port : 0)
