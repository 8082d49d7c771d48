import { createServer, type Server as NetServer } from 'node:net'
import { serve as serveCgi } from '@gangway/cgi'
import type { Application } from '@gangway/gateway'
import {
  allowOnly,
  bind,
  isListeningSocket,
  isWildcard,
  parseListen,
  serverOver,
  type AllowTest,
  type ListenAt,
  type Server,
} from '@gangway/listen'
import { Connection } from './connection.ts'
import { settingsFrom, type FastcgiOptions } from './options.ts'
import type { Service } from './service.ts'

/**
 * Serves an application over FastCGI 1.0, on descriptor 0 when a process manager (spawn-fcgi, mod_fcgid, lighttpd) hands over
 * a listening socket there, else on `options.listen`. Started as a CGI program, it answers that one request.
 * @throws {TypeError} when there is neither, when a wildcard address has no `allow` list, or an option is wrong.
 */
export async function serve(app: Application, options: FastcgiOptions = {}): Promise<Server> {
  if (typeof app !== 'function') throw new TypeError(`fastcgi: serve() takes an application, not ${typeof app}`)
  if (options.listen === undefined && isCgiProgram()) return answerAsCgi(app, options)
  const at = options.listen === undefined ? inheritedSocket() : parseListen(options.listen)
  const isAllowed = allowTest(options, at)
  const connections = new Set<Connection>()
  const service: Service = { app, settings: settingsFrom(options), clock: { now: performance.now() }, pending: new Set() }
  const server = createServer({ noDelay: true }, (socket) => {
    if (!isAllowed(socket.remoteAddress) || connections.size >= service.settings.connections) {
      socket.destroy()
      return
    }
    const connection = new Connection(socket, service)
    connections.add(connection)
    socket.on('close', () => connections.delete(connection))
  })
  const address = await bind(server, at)
  keepTime(server, service, connections)
  const drain = () => {
    for (const connection of connections) connection.drain()
  }
  // mod_fcgid and mod_fastcgi end their processes with these two
  const signals = options.signals ?? ['SIGTERM', 'SIGINT', 'SIGUSR1']
  return serverOver({ server, address, connections, pending: service.pending, drain }, { ...options, signals })
}

// FastCGI §2.2: an application tells by descriptor 0 how it was started
function isCgiProgram(): boolean {
  const { GATEWAY_INTERFACE = '', REQUEST_METHOD, FCGI_FORCE_CGI } = process.env
  const hasRequest = REQUEST_METHOD !== undefined || GATEWAY_INTERFACE.startsWith('CGI/')
  return hasRequest && (FCGI_FORCE_CGI !== undefined || !isListeningSocket(0))
}

async function answerAsCgi(app: Application, { limits, timeouts, mount, sendfile, grace }: FastcgiOptions): Promise<Server> {
  await serveCgi(app, {
    ...(limits?.body !== undefined && { limits: { body: limits.body } }),
    ...(timeouts?.handler !== undefined && { timeouts: { handler: timeouts.handler } }),
    ...(mount !== undefined && { mount }),
    ...(sendfile && { sendfile }),
    ...(grace !== undefined && { grace }),
  })
  const closed = Promise.resolve()
  return { address: { kind: 'fd', fd: 0 }, close: () => closed, closed, [Symbol.asyncDispose]: () => closed }
}

function inheritedSocket(): ListenAt {
  if (isListeningSocket(0)) {
    ignoreBrokenOutput()
    return { kind: 'fd', fd: 0 }
  }
  throw new TypeError(
    "fastcgi: descriptor 0 is no listening socket; start this program from spawn-fcgi, mod_fcgid or lighttpd's bin-path, or say where to listen: serve(app, { listen: 'unix:/run/app.sock' })",
  )
}

// FCGI-01: process managers close descriptors 1 and 2; a line that nobody reads must not end the process.
function ignoreBrokenOutput(): void {
  process.stdout.on('error', () => {})
  process.stderr.on('error', () => {})
}

function allowTest({ allow }: FastcgiOptions, at: ListenAt): AllowTest {
  // FastCGI §2.2: a comma separated list, and only TCP peers can be on it
  const fromEnvironment = process.env.FCGI_WEB_SERVER_ADDRS
  const entries = allow ?? (fromEnvironment ? fromEnvironment.split(',') : undefined)
  if (entries) return allowOnly(entries)
  if (isWildcard(at))
    throw new TypeError(
      "fastcgi: whoever reaches this address can forge any request; listen on 127.0.0.1 or a unix socket, or say which peers to allow: { allow: ['10.0.0.0/8'] }",
    )
  return () => true
}

// One timer for all connections: per request it would cost more than a request's records.
function keepTime(server: NetServer, service: Service, connections: ReadonlySet<Connection>): void {
  const timer = setInterval(() => {
    service.clock.now = performance.now()
    for (const connection of connections) connection.check(service.clock.now)
  }, 500).unref()
  server.on('close', () => clearInterval(timer))
}
