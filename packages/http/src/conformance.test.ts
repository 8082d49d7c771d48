import { mkdtempSync, rmSync } from 'node:fs'
import { createServer as createHttp1, type Server as Http1Server } from 'node:http'
import { createServer as createHttp2, type Http2Server } from 'node:http2'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { conformance, http1, http2, randomized, type Connect, type ConformanceOptions, type Driver, type Start } from '@gangway/conformance'
import { tls } from '../test/certificate.ts'
import type { HttpOptions } from './options.ts'
import { serve } from './serve.ts'
import { toListener } from './to-listener.ts'

const folder = mkdtempSync(join(tmpdir(), 'gangway-http-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

type Speak = (connect: Connect) => Driver

function served(options: HttpOptions, speak: Speak): Start {
  return async (app) => {
    const server = await serve(app, { listen: { port: 0 }, onError: () => {}, ...options })
    const { address } = server
    const to = () => (address.kind === 'tcp' ? connect(address.port, address.host) : connect(address.kind === 'unix' ? address.path : ''))
    return { driver: speak(to), close: () => server.close({ grace: 0 }) }
  }
}

function securely(options: HttpOptions, speak: Speak, protocol: string): Start {
  return async (app) => {
    const server = await serve(app, { listen: { port: 0 }, onError: () => {}, tls, ...options })
    const { address } = server
    const port = address.kind === 'tcp' ? address.port : 0
    const to = () => connectTls({ port, host: '127.0.0.1', ALPNProtocols: [protocol], rejectUnauthorized: false })
    return { driver: speak(to), close: () => server.close({ grace: 0 }) }
  }
}

function mounted(server: Http1Server | Http2Server, speak: Speak): Start {
  return async (app) => {
    server.on('request', toListener(app, { onError: () => {} }))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    return { driver: speak(() => connect(port, '127.0.0.1')), close: () => server.close() }
  }
}

// node:http takes no bytes above 0x7F in a target, as RFC 9112 §3 has it.
const asNode: ConformanceOptions = { can: { bytesInTarget: false } }
const encrypted = { origin: 'https://conformance.test' }
// Cases with an authority of their own expect http.
const overTls: ConformanceOptions = { can: { ...asNode.can, absoluteTarget: false, anyAuthority: false } }
// There node:http says 100 before anybody is asked.
const asMounted: ConformanceOptions = { can: { ...asNode.can, expectContinue: false } }

conformance('http/1.1', served({}, http1), asNode)
conformance(
  'http/1.1, byte by byte',
  served({}, (to) => http1(to, { segment: 'byte' })),
  asNode,
)
conformance(
  'http/1.0',
  served({}, (to) => http1(to, { version: '1.0' })),
  asNode,
)
conformance(
  'http/1.1, unix socket',
  served({ listen: `unix:${join(folder, 'http.sock')}` }, (to) => http1(to, { expected: { client: '' } })),
  asNode,
)
conformance('http/1.1, beside http/2', served({ http2: true }, http1), asNode)
conformance(
  'http/1.1, TLS',
  securely({}, (to) => http1(to, { expected: encrypted }), 'http/1.1'),
  overTls,
)
conformance('http/2, cleartext', served({ http2: true }, http2))
conformance(
  'http/2, TLS',
  securely({}, (to) => http2(to, { expected: encrypted }), 'h2'),
  overTls,
)
conformance('toListener in node:http', mounted(createHttp1({ maxHeaderSize: 65_536 }), http1), asMounted)
conformance('toListener in node:http2', mounted(createHttp2({ settings: { maxHeaderListSize: 65_536 } }), http2))

describe('any request, cut anywhere', () => {
  const anywhere = () => 1 + Math.floor(Math.random() * 40)

  test.each([
    ['http/1.1', served({}, (to) => http1(to, { segment: anywhere })), asNode],
    ['http/2', served({ http2: true }, http2), {}],
  ])('is seen alike over %s', async (_, start, { can = {} }) => {
    await expect(randomized(start, { can })).resolves.toBeUndefined()
  })
})
