import type { Application } from '@gangway/gateway'
import { allowOnly, bind, parseListen, serverOver, type Listen, type Server } from '@gangway/listen'
import { Front, type Spoken } from './front.ts'
import { http1Server } from './http1-server.ts'
import { settingsFrom, type HttpOptions, type Settings } from './options.ts'
import { serviceFor } from './service.ts'

/**
 * Serves an application over HTTP/1.0, HTTP/1.1 and, with `tls` or `http2`, HTTP/2.
 * @throws {TypeError} when an option is wrong, {Error} of the system when the address cannot be had.
 */
export async function serve(app: Application, options: HttpOptions = {}): Promise<Server> {
  if (typeof app !== 'function') throw new TypeError(`http: serve() takes an application, not ${typeof app}`)
  const { tls, http2 = tls !== undefined, allow, proxyProtocol = [] } = options
  const at = parseListen(options.listen ?? defaultListen())
  const settings = settingsFrom(options)
  const service = serviceFor(app, settings)
  const front = new Front({
    settings,
    isAllowed: allow ? allowOnly(allow) : () => true,
    isProxy: allowOnly(proxyProtocol),
    http1: http1Server(service),
    // HTTP/2 and TLS cost 5 MB and 10 ms, and many do without them.
    http2: http2 ? (await import('./http2-server.ts')).http2Server(service) : undefined,
    secure: await tlsFor(options, settings),
  })
  const address = await bind(front.server, at)
  // A connection that cannot be accepted must not end the process.
  front.server.on('error', settings.onError)
  return serverOver(
    { server: front.server, address, connections: front.sockets, pending: service.pending, drain: () => front.drain() },
    options,
  )
}

async function tlsFor({ tls, http2 = true }: HttpOptions, settings: Settings): Promise<Spoken['secure']> {
  if (!tls) return undefined
  if (!tls.cert && !tls.pfx && !tls.SNICallback && !tls.pskCallback) throw new TypeError('http: tls needs a certificate: { key, cert }')
  const { tlsOver } = await import('./tls-front.ts')
  return tlsOver({ ...tls, ALPNProtocols: http2 ? ['h2', 'http/1.1'] : ['http/1.1'] }, settings)
}

function defaultListen(): Listen {
  const { HOST, PORT } = process.env
  return { host: HOST || '127.0.0.1', port: PORT ? Number(PORT) : 3000 }
}
