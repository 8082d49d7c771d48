// https://www.rfc-editor.org/rfc/rfc9113
import { GatewayError, type Client } from '@gangway/gateway'
import { createServer, type Http2Session } from 'node:http2'
import { Http2Connection } from './http2-connection.ts'
import { receiveHttp2 } from './http2-request.ts'
import type { ProtocolServer } from './protocol-server.ts'
import type { Service } from './service.ts'

const mostStreams = 128
// What a client may send on a stream before it is read: the 64 KiB that RFC 9113 begins with make distant uploads slow.
const windowBytes = 262_144

/** HTTP/2 over connections that somebody else accepts. */
export function http2Server(service: Service): ProtocolServer {
  const { headerBytes, headerCount, onError } = service.settings
  const connections = new Map<Http2Session | undefined, Http2Connection>()
  const server = createServer({
    settings: { maxConcurrentStreams: mostStreams, maxHeaderListSize: headerBytes, initialWindowSize: windowBytes },
    // Some more than we accept, so that we get to answer 431; beyond that the stream is reset.
    maxHeaderListPairs: headerCount + 20,
    strictSingleValueFields: false,
  })
  let client: Client | undefined
  server.on('session', (session) => {
    connections.set(session, new Http2Connection(session, service, client))
    session.on('close', () => connections.delete(session))
  })
  server.on('stream', (stream, _headers, _flags, rawHeaders) => {
    // A request that came with its own reset in one packet has no session any more, and an error on its way.
    stream.on('error', () => {})
    const connection = connections.get(stream.session)
    if (connection) receiveHttp2({ stream, rawHeaders, connection })
    else stream.destroy()
  })
  server.on('sessionError', (error: Error) => {
    if (isProtocolError(error)) onError(new GatewayError('ERR_BAD_REQUEST', `http: ${error.message}`))
  })
  return {
    serve(socket, itsClient) {
      client = itsClient
      server.emit('connection', socket)
    },
    drain() {
      for (const connection of connections.values()) connection.drain()
    },
  }
}

// A connection that was merely lost is no fault.
function isProtocolError(error: Error): boolean {
  return 'code' in error && typeof error.code === 'string' && error.code.startsWith('ERR_HTTP2_')
}
