import { createServer } from 'node:http'
import { pipeline, Readable } from 'node:stream'
import compression from 'compression'
import express from 'express'
import { listenAndSay } from './listen-and-say.ts'
import { pageAt, slices } from './page.ts'

const app = express().disable('etag').use(compression())
app.use((request, response) => {
  const { isStream, body } = pageAt(request.path)
  response.type('html')
  if (isStream) pipeline(Readable.from(slices(body)), response, () => {})
  else response.send(body)
})
listenAndSay(createServer(app))
