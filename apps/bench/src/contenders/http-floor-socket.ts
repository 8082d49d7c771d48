// node:http on a unix socket, for the same nginx with proxy_pass.
import { chmodSync } from 'node:fs'
import { createServer } from 'node:http'
import { ready } from './ready.ts'

const path = process.argv[2] ?? ''
const server = createServer((_, response) =>
  response.writeHead(200, ['content-type', 'text/plain; charset=utf-8', 'content-length', '5']).end('Hello'),
)
server.listen(path, () => {
  chmodSync(path, 0o666)
  ready(path)
})
