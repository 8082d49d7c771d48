import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { temporaryFolder } from '../temporary-folder.ts'

/** A stand-in that listens. */
export interface StandIn {
  /** `127.0.0.1:PORT` or `unix:PATH` */
  readonly address: string
  /** How many connections it has accepted. */
  connections(): number
  stop(): Promise<void>
}

/** Listens on a free TCP port, or on a unix socket that the servers may connect to, and hands each connection to `answer`. */
export async function startStandIn(answer: (socket: Socket) => void, family: 'tcp' | 'unix'): Promise<StandIn> {
  const folder = temporaryFolder()
  const path = join(folder, 'stand-in.sock')
  const sockets = new Set<Socket>()
  let accepted = 0
  const server = createServer((socket) => {
    accepted += 1
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    answer(socket)
  })
  server.listen(family === 'unix' ? { path, readableAll: true, writableAll: true } : { host: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  const bound = server.address()
  const address = typeof bound === 'object' && bound ? `127.0.0.1:${bound.port}` : `unix:${path}`
  return { address, connections: () => accepted, stop }

  async function stop(): Promise<void> {
    for (const socket of sockets) socket.destroy()
    server.close()
    await once(server, 'close')
    rmSync(folder, { recursive: true, force: true })
  }
}
