import { Readable } from 'node:stream'
import fastifyCompress from '@fastify/compress'
import fastify from 'fastify'
import { pageAt, slices } from './page.ts'
import { ready } from './ready.ts'

const app = fastify()
await app.register(fastifyCompress)
app.get('/*', (request, answer) => {
  const { isStream, body } = pageAt(request.url)
  return answer.type('text/html; charset=utf-8').send(isStream ? Readable.from(slices(body)) : body)
})
await app.listen({ port: 0, host: '127.0.0.1' })
const address = app.server.address()
ready(typeof address === 'object' && address ? address.port : 0)
