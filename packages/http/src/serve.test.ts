import { json, text, type Application } from '@gangway/gateway'
import { formatAddress } from '@gangway/listen'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { request as requestHttp, type RequestOptions } from 'node:http'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls, type ConnectionOptions } from 'node:tls'
import { tls } from '../test/certificate.ts'
import { answerTo, bodyOf, RawClient } from '../test/raw-client.ts'
import { started } from '../test/started.ts'
import { serve } from './serve.ts'

const request = 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'

function descriptorOf(server: Server): number {
  // node:net hands out no descriptor; this is where it keeps it.
  return Reflect.get(Reflect.get(server, '_handle') as object, 'fd') as number
}

function bodyFrom(options: RequestOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = requestHttp(options, (response) => {
      let body = ''
      response.on('data', (chunk) => (body += String(chunk)))
      response.on('end', () => resolve(body))
    })
    sent.on('error', reject)
    sent.end()
  })
}

describe('serve', () => {
  test.each([
    ['no application', undefined, {}],
    ['an address that is none', () => text(''), { listen: 'nowhere' }],
    ['tls without a certificate', () => text(''), { tls: {} }],
    ['an allow list with a word', () => text(''), { allow: ['friends'] }],
  ])('refuses %s at once', async (_, app, options) => {
    // The types forbid the first of them, JavaScript does not.
    await expect(serve(app as Application, options)).rejects.toThrow(TypeError)
  })

  it('listens where HOST and PORT say, by default on 127.0.0.1', async () => {
    const free = await started(() => text(''))
    const { port } = free
    await free.server.close()
    process.env.PORT = String(port)
    await using server = await serve(() => text('here'), { signals: [] })
    delete process.env.PORT
    expect(formatAddress(server.address, 'http')).toBe(`http://127.0.0.1:${port}`)
    process.env.PORT = 'x'
    await expect(serve(() => text(''), { signals: [] })).rejects.toThrow(TypeError)
    delete process.env.PORT
  })

  it('serves on a unix socket', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gangway-http-'))
    const socketPath = join(folder, 'app.sock')
    await using server = await serve(({ client, url }) => json({ client, url }), { listen: { path: socketPath, mode: 0o600 }, signals: [] })
    expect(JSON.parse(await bodyFrom({ socketPath, path: '/x' }))).toEqual({ client: { address: '' }, url: 'http://localhost/x' })
    expect(statSync(socketPath).mode & 0o777).toBe(0o600)
    await server.close()
    rmSync(folder, { recursive: true })
  })

  it('serves on an inherited descriptor', async () => {
    const listening = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => listening.once('listening', resolve))
    const address = listening.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const program = `
      import { serve } from '@gangway/http'
      import { text } from '@gangway/gateway'
      const { address } = await serve(() => text('inherited'), { listen: 'fd:3' })
      console.log(address.kind)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit', descriptorOf(listening)],
    })
    expect(await new Promise((resolve) => child.stdout?.once('data', (line) => resolve(String(line).trim())))).toBe('tcp')
    listening.close()
    expect(bodyOf(await answerTo(port, request))).toBe('inherited')
    child.kill('SIGTERM')
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0)
  })

  it('closes when its signal is aborted', async () => {
    const controller = new AbortController()
    const server = await serve(() => text(''), { listen: { port: 0 }, signal: controller.signal, signals: [] })
    controller.abort()
    await expect(server.closed).resolves.toBeUndefined()
  })

  it('forgets connections whose clients leave before they say a word', async () => {
    await using server = await started(() => text(''), { http2: true })
    const clients = Array.from({ length: 5 }, () => RawClient.to(server.port))
    for (const client of clients) client.socket.end()
    for (const client of clients) expect(await client.end()).toBe('')
    await server.server.close()
    expect(server.errors).toEqual([])
  })

  it('serves with sendfile where the options say so', async () => {
    const { file } = await import('@gangway/gateway')
    const sendfile = { header: 'X-Accel-Redirect', folders: { '/srv/files': '/internal' } } as const
    await using server = await started(({ can }) => (can.sendfile ? file('/srv/files/a b') : text('no')), { sendfile })
    expect(await answerTo(server.port, request)).toMatch(/x-accel-redirect: \/internal\/a%20b\r\n/)
  })
})

describe('TLS', () => {
  async function over(options: ConnectionOptions, serverTls: object = tls): Promise<Record<string, unknown>> {
    await using server = await started(({ tls: info, url, gateway, client }) => json({ ...info, url, version: gateway.version, client }), {
      tls: serverTls,
    })
    const client = new RawClient(connectTls({ port: server.port, host: '127.0.0.1', rejectUnauthorized: false, ...options }))
    const seen: Record<string, unknown> = JSON.parse(bodyOf(await client.send(request).end()))
    return seen
  }

  it('is described lazily, by protocol, cipher and the name that was asked for', async () => {
    const seen = await over({ servername: 'localhost', maxVersion: 'TLSv1.3' })
    expect(seen).toMatchObject({
      protocol: 'TLSv1.3',
      cipher: expect.stringMatching(/^TLS_/),
      sni: 'localhost',
      url: 'https://localhost/',
      version: '1.1',
    })
    expect(seen).not.toHaveProperty('clientCertificate')
    expect(await over({ maxVersion: 'TLSv1.2' })).not.toHaveProperty('sni')
  })

  test.each([
    ['known', { ca: tls.cert }, true],
    ['unknown', {}, false],
  ])('shows the certificate of a client, %s', async (_, trust, verified) => {
    const { clientCertificate } = await over(tls, { ...tls, ...trust, requestCert: true, rejectUnauthorized: false })
    expect(clientCertificate).toMatchObject({
      pem: expect.stringMatching(/^-----BEGIN CERTIFICATE/),
      subject: 'CN=localhost',
      issuer: 'CN=localhost',
      verified,
    })
  })

  it('chooses HTTP/1.1 where ALPN or the options do not have HTTP/2', async () => {
    await using server = await started(() => text(''), { tls, http2: false })
    const socket = connectTls({ port: server.port, host: '127.0.0.1', rejectUnauthorized: false, ALPNProtocols: ['h2', 'http/1.1'] })
    await new Promise((resolve) => socket.once('secureConnect', resolve))
    expect(socket.alpnProtocol).toBe('http/1.1')
    socket.destroy()
  })

  it('refuses what is not TLS, with a line', async () => {
    await using server = await started(() => text('no'), { tls })
    const client = RawClient.to(server.port).send(request)
    expect(await client.end()).not.toMatch(/HTTP/)
    expect(server.errors).toMatchObject([{ code: 'ERR_BAD_REQUEST' }])
  })
})
