import { once } from 'node:events'
import type { Duplex } from 'node:stream'

/** The socket once it is connected: what is written before would be lost with a client that leaves at once. */
export async function connected(socket: Duplex): Promise<Duplex> {
  if ('secureConnecting' in socket && socket.secureConnecting === true) await once(socket, 'secureConnect')
  else if ('connecting' in socket && socket.connecting === true) await once(socket, 'connect')
  return socket
}
