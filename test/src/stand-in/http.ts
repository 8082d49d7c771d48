import { createServer } from 'node:http'
import type { Socket } from 'node:net'

const server = createServer(async (request, response) => {
  let body = 0
  for await (const chunk of request) body += chunk.length
  const { method, url, headers } = request
  response.end(JSON.stringify({ method, url, headers, params: [], body }))
})

/** An HTTP application that answers with what it was sent, as JSON. */
export function answerHttp(socket: Socket): void {
  server.emit('connection', socket)
}
