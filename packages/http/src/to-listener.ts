import type { Application } from '@gangway/gateway'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import type { Arrival } from './arrival.ts'
import { Http1Connection } from './http1-connection.ts'
import { receiveHttp1 } from './http1-request.ts'
import { Http2Connection } from './http2-connection.ts'
import { receiveHttp2 } from './http2-request.ts'
import { settingsFrom, type HttpLimits, type HttpOptions, type HttpTimeouts } from './options.ts'
import { serviceFor } from './service.ts'

/** What node:http and node:http2 call for each request. */
export type Listener = (request: IncomingMessage | Http2ServerRequest, response: ServerResponse | Http2ServerResponse) => void

/** Options of a listener; what concerns connections is the business of the server it is mounted in. */
export interface ListenerOptions extends Pick<HttpOptions, 'sendfile' | 'onError'> {
  limits?: Pick<HttpLimits, 'headerCount' | 'body'>
  timeouts?: Pick<HttpTimeouts, 'body' | 'write' | 'handler'>
}

/** An application as a listener of an existing node:http, node:https or node:http2 server, or as a handler of Express. */
export function toListener(app: Application, options: ListenerOptions = {}): Listener {
  if (typeof app !== 'function') throw new TypeError(`http: toListener() takes an application, not ${typeof app}`)
  const service = serviceFor(app, settingsFrom({ ...options, timeouts: { ...options.timeouts, header: 0, idle: 0 } }))
  const connection1 = remembered((socket: IncomingMessage['socket']) => new Http1Connection(socket, service))
  const connection2 = remembered((session: NonNullable<Session>) => new Http2Connection(session, service))
  return (request, response) => {
    if ('stream' in request) {
      const { stream, rawHeaders } = request
      if (stream.session) receiveHttp2({ stream, rawHeaders, connection: connection2(stream.session) })
    } else if ('shouldKeepAlive' in response) {
      receiveHttp1({ message: request, response, connection: connection1(request.socket), awaitsContinue: false, ...placeOf(request) })
    }
  }
}

type Session = Http2ServerRequest['stream']['session']

function remembered<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new WeakMap<Key, Value>()
  return (key) => {
    const known = made.get(key)
    if (known !== undefined) return known
    const value = make(key)
    made.set(key, value)
    return value
  }
}

// Express leaves in url what its routers have not consumed, and puts the rest into baseUrl.
function placeOf(request: IncomingMessage): Pick<Arrival, 'target' | 'mount'> {
  const target = 'originalUrl' in request && typeof request.originalUrl === 'string' ? request.originalUrl : (request.url ?? '')
  const mount = 'baseUrl' in request && typeof request.baseUrl === 'string' ? request.baseUrl : ''
  return { target, mount }
}
