// https://www.rfc-editor.org/rfc/rfc9112
import { createServer, type ServerResponse } from 'node:http'
import { Http1Connection } from './http1-connection.ts'
import { Message } from './http1-message.ts'
import { receiveHttp1 } from './http1-request.ts'
import { parseFault } from './parse-fault.ts'
import type { ProtocolServer } from './protocol-server.ts'
import { unsupportedMethod } from './request-checks.ts'
import type { Service } from './service.ts'

/** HTTP/1.0 and HTTP/1.1 over connections that somebody else accepts. node:http parses and serialises. */
export function http1Server(service: Service): ProtocolServer {
  const { headerBytes } = service.settings
  const connections = new Map<object, Http1Connection>()
  const server = createServer({
    IncomingMessage: Message,
    maxHeaderSize: headerBytes,
    requireHostHeader: false,
    // Its timers cost 0.7 µs a request, and the streams of requests without a body as much; the clock counts for all.
    keepAliveTimeout: 0,
    headersTimeout: 0,
    requestTimeout: 0,
    optimizeEmptyRequests: true,
  })
  server.maxHeadersCount = 0
  const receive = (message: Message, response: ServerResponse, awaitsContinue: boolean) => {
    const connection = connections.get(message.socket)
    if (connection) receiveHttp1({ message, response, connection, awaitsContinue, target: message.url ?? '', mount: '' })
  }
  server.on('request', (message, response) => receive(message, response, false))
  server.on('checkContinue', (message, response) => receive(message, response, true))
  server.on('connect', (message, socket) => connections.get(socket)?.refuse(unsupportedMethod('CONNECT')))
  server.on('clientError', (error, socket) => {
    const fault = parseFault(error)
    if (fault === 'left') socket.destroy()
    else if (fault !== 'surplus') connections.get(socket)?.refuse(fault)
  })
  return {
    serve(socket, client) {
      const connection = new Http1Connection(socket, service, client)
      connections.set(socket, connection)
      socket.on('close', () => connections.delete(socket))
      connection.closeGently()
      server.emit('connection', socket)
    },
    drain() {
      for (const connection of connections.values()) connection.drain()
    },
  }
}
