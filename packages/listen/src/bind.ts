import { chmodSync, lstatSync, unlinkSync } from 'node:fs'
import { createConnection, type Server } from 'node:net'
import type { Address, ListenAt } from './address.ts'
import { isListeningSocket } from './listening-socket.ts'

/**
 * Makes a server of node:net, node:http or node:http2 listen.
 * @throws {Error} of the system (`EADDRINUSE`, `EACCES` …), and {TypeError} when an inherited descriptor does not listen.
 */
export async function bind(server: Server, at: ListenAt): Promise<Address> {
  if (at.kind === 'fd' && !isListeningSocket(at.fd)) throw new TypeError(`listen: descriptor ${at.fd} is not a listening socket`)
  if (at.kind === 'unix') await removeStaleSocket(at.path)
  await listening(server, at)
  if (at.kind === 'unix') chmodSync(at.path, at.mode)
  return addressOf(server, at)
}

function listening(server: Server, at: ListenAt): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen(at.kind === 'tcp' ? { host: at.host, port: at.port } : at.kind === 'unix' ? { path: at.path } : { fd: at.fd }, () => {
    server.off('error', reject)
    resolve()
  })
  return promise
}

function addressOf(server: Server, at: ListenAt): Address {
  const address = server.address()
  if (typeof address === 'string') return { kind: 'unix', path: address }
  if (address === null || address.port === undefined) return at
  return { kind: 'tcp', host: address.address, port: address.port }
}

// A process that was killed leaves its socket file behind; one that still answers is in use.
async function removeStaleSocket(path: string): Promise<void> {
  if (!lstatSync(path, { throwIfNoEntry: false })?.isSocket()) return
  if (!(await answers(path))) unlinkSync(path)
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(path)
    const settle = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', () => settle(true))
    socket.once('error', () => settle(false))
  })
}
