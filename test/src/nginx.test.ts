import { nginxFastcgi } from './configurations/nginx-fastcgi.ts'
import type { NginxFastcgiOptions } from './configurations/nginx-fastcgi.ts'
import { nginxHttp } from './configurations/nginx-http.ts'
import { startNginx } from './nginx.ts'
import { requireBinaries } from './require-binaries.ts'
import { ask, upload } from './stand-in/ask.ts'
import { answerFastcgi } from './stand-in/fastcgi.ts'
import { answerHttp } from './stand-in/http.ts'
import { inFrontOf } from './stand-in/in-front-of.ts'
import { passesRequests, tellsOfTls } from './stand-in/passes-requests.ts'
import { startStandIn } from './stand-in/start.ts'

const fastcgi = (family: 'tcp' | 'unix', options: Omit<NginxFastcgiOptions, 'backend'> = {}) =>
  inFrontOf(answerFastcgi, family, (backend) => startNginx(nginxFastcgi({ backend, ...options })))

requireBinaries('nginx', 'openssl')('startNginx', () => {
  tellsOfTls(
    'nginxFastcgi',
    inFrontOf(answerFastcgi, 'unix', (backend) => startNginx(nginxFastcgi({ backend }), { tls: true })),
  )
  passesRequests('FastCGI over a unix socket', fastcgi('unix'), {
    mount: '',
    scriptName: '',
    pathInfo: '/a/b c',
    chunked: '65536',
  })
  passesRequests('FastCGI over TCP below a path', fastcgi('tcp', { mount: '/app', keepAlive: 0 }), {
    mount: '/app',
    scriptName: '/app',
    pathInfo: '/a/b c',
    chunked: '65536',
  })
  passesRequests('FastCGI without buffers', fastcgi('unix', { requestBuffering: false, responseBuffering: false }), {
    mount: '',
    scriptName: '',
    pathInfo: '/a/b c',
    chunked: '',
  })

  describe('its connections to the application', () => {
    it.each([
      [0, 3, false],
      [8, 1, true],
    ])('with keepAlive %i are %i for three requests (FCGI-15)', async (keepAlive, connections, keepConnection) => {
      const standIn = await startStandIn(answerFastcgi, 'unix')
      const server = await startNginx(nginxFastcgi({ backend: standIn.address, keepAlive }))
      for (const path of ['/1', '/2', '/3'])
        expect(await ask(server.origin + path)).toMatchObject({ id: 1, role: 1, keepConnection, paramsRecords: 1 })
      expect(standIn.connections()).toBe(connections)
      await Promise.all([server.stop(), standIn.stop()])
    })
  })

  it('passes HTTP requests on with what it knows of the client', async () => {
    const { server, stop } = await inFrontOf(answerHttp, 'tcp', (backend) => startNginx(nginxHttp({ backend })))()
    const headers = { 'x-forwarded-for': '6.6.6.6', 'x-forwarded-proto': 'https', host: 'ignored.test' }
    const answer = await ask(`${server.origin}/a%2Fb//c?x=%20y`, { ...upload(2 ** 21), headers })
    expect(answer).toMatchObject({
      method: 'POST',
      url: '/a%2Fb//c?x=%20y',
      body: 2 ** 21,
      headers: { host: server.origin.replace('http://', ''), 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http' },
    })
    expect(answer.headers).not.toHaveProperty('connection')
    await stop()
  })
})
