import { createServer } from 'node:http'
import type { Socket } from 'node:net'

const server = createServer((request, response) => {
  let body = 0
  const { method, url, headers } = request
  request.on('data', (chunk) => (body += chunk.length))
  request.on('end', () => response.end(JSON.stringify({ method, url, headers, params: [], body })))
})

/** An HTTP application that answers with what it was sent, as JSON. */
export function answerHttp(socket: Socket): void {
  server.emit('connection', socket)
}
