import type { Server } from 'node:http'
import { ready } from './ready.ts'

/** Lets a server listen on a free port, and tells the bench. */
export function listenAndSay(server: Server): void {
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    ready(typeof address === 'object' && address ? address.port : 0)
  })
}
