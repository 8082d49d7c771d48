import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'

/** Whether a connection is encrypted; a class check would load node:tls. */
export function isTls(socket: Socket): socket is TLSSocket {
  return 'encrypted' in socket && socket.encrypted === true
}
