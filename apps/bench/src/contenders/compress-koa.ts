import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import Koa from 'koa'
import compress from 'koa-compress'
import { listenAndSay } from './listen-and-say.ts'
import { pageAt, slices } from './page.ts'

const app = new Koa()
app.use(compress())
app.use((context) => {
  const { isStream, body } = pageAt(context.path)
  context.type = 'text/html; charset=utf-8'
  context.body = isStream ? Readable.from(slices(body)) : body
})
const answer = app.callback()
listenAndSay(createServer((request, response) => void answer(request, response)))
