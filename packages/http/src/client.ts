import type { Client } from '@gangway/gateway'
import type { Socket } from 'node:net'

/** Who is at the other end of a socket; a unix socket does not say. */
export function clientOf({ remoteAddress, remotePort }: Pick<Socket, 'remoteAddress' | 'remotePort'>): Client {
  if (remoteAddress === undefined || remotePort === undefined) return { address: '' }
  // An IPv4 client of a socket that listens on IPv6
  return { address: remoteAddress.replace(/^::ffff:(?=\d+\.)/i, ''), port: remotePort }
}

/** The authority under which a socket was reached, for a client that names none (HTTP/1.0). */
export function serverAuthority({ localAddress, localPort }: Pick<Socket, 'localAddress' | 'localPort'>): string {
  if (localAddress === undefined || localPort === undefined) return 'localhost'
  const host = localAddress.replace(/^::ffff:(?=\d+\.)/i, '')
  return host.includes(':') ? `[${host}]:${localPort}` : `${host}:${localPort}`
}
