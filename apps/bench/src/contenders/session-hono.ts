import { serve } from '@hono/node-server'
import { useSession, type SessionEnv } from '@hono/session'
import { Hono } from 'hono'
import { ready } from './ready.ts'

type Data = { user: string }

const app = new Hono<SessionEnv<Data>>()
app.use(useSession<Data>({ secret: 'a-secret-of-32-bytes-0123456789-' }))
app.get('/untouched', (context) => context.text('Hello bo'))
app.get('/read', async (context) => context.text(`Hello ${(await context.var.session.get())?.user}`))
app.get('/new', async (context) => {
  await context.var.session.update({ user: 'bo' })
  return context.text('Hello bo')
})
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => ready(port))
