import { Readable } from 'node:stream'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { pageAt, slices } from './page.ts'
import { ready } from './ready.ts'

const app = new Hono()
app.use(compress())
app.get('/*', (context) => {
  const { isStream, body } = pageAt(context.req.path)
  const fields = { 'content-type': 'text/html; charset=utf-8' }
  // The two kinds of ReadableStream have one implementation.
  return context.body(isStream ? (Readable.toWeb(Readable.from(slices(body))) as ReadableStream) : new Uint8Array(body), 200, fields)
})
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => ready(port))
