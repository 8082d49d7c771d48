import { GatewayError } from '@gangway/gateway'
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Socket } from 'node:net'
import { createServer, type TLSSocket, type TlsOptions } from 'node:tls'
import type { Settings } from './options.ts'

/** Does TLS on connections that somebody else accepts; the handshake's promise stays unsettled when it fails, and the connection is closed. */
export function tlsOver(options: TlsOptions, { headerTimeout, onError }: Settings): (socket: Socket) => Promise<TLSSocket> {
  // node:tls does not say which connection a TLS connection is made of.
  const waiting = new AsyncLocalStorage<(socket: TLSSocket) => void>()
  const server = createServer({ handshakeTimeout: headerTimeout, ...options })
  server.on('secureConnection', (socket) => waiting.getStore()?.(socket))
  server.on('tlsClientError', (error, socket) => {
    // A client that left before the end of the handshake is no fault.
    if (!('code' in error) || error.code !== 'ECONNRESET')
      onError(new GatewayError('ERR_BAD_REQUEST', `http: the TLS handshake failed: ${error.message}`, { cause: error }))
    socket.destroy()
  })
  return (socket) => new Promise((resolve) => waiting.run(resolve, () => server.emit('connection', socket)))
}
