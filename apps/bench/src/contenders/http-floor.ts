import { createServer } from 'node:http'
import { ready } from './ready.ts'

const server = createServer((request, response) => {
  if (request.method === 'POST') echo(request, response)
  else response.writeHead(200, ['content-type', 'text/plain; charset=utf-8', 'content-length', '5']).end('Hello')
})
server.listen(0, '127.0.0.1', () => ready(portOf(server.address())))

function echo(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse): void {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const body = JSON.stringify(JSON.parse(Buffer.concat(chunks).toString()))
    response.writeHead(200, ['content-type', 'application/json', 'content-length', String(Buffer.byteLength(body))]).end(body)
  })
}

function portOf(address: ReturnType<typeof server.address>): number {
  return typeof address === 'object' && address ? address.port : 0
}
