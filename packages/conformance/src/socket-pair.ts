import { once } from 'node:events'
import { createServer, connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Two ends of one connection. */
export interface SocketPair {
  readonly near: Socket
  /** To be handed to a child process; nothing is read from it here. */
  readonly far: Socket
}

let count = 0

/** Makes two connected unix sockets. */
export async function socketPair(): Promise<SocketPair> {
  const path = join(tmpdir(), `conformance-${process.pid}-${++count}.sock`)
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }).listen(path)
  await once(server, 'listening')
  const near = connect({ path, allowHalfOpen: true })
  const [[far]] = await Promise.all([once(server, 'connection'), once(near, 'connect')])
  server.close()
  return { near, far }
}
