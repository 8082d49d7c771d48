import { startCaddy } from './caddy.ts'
import { caddyFastcgi } from './configurations/caddy-fastcgi.ts'
import { requireBinaries } from './require-binaries.ts'
import { ask } from './stand-in/ask.ts'
import { answerFastcgi } from './stand-in/fastcgi.ts'
import { inFrontOf } from './stand-in/in-front-of.ts'
import { passesRequests, tellsOfTls } from './stand-in/passes-requests.ts'

requireBinaries('caddy', 'openssl')('startCaddy', () => {
  tellsOfTls(
    'caddyFastcgi',
    inFrontOf(answerFastcgi, 'unix', (backend) => startCaddy(caddyFastcgi({ backend }), { tls: true })),
  )
  passesRequests(
    'FastCGI over a unix socket',
    inFrontOf(answerFastcgi, 'unix', (backend) => startCaddy(caddyFastcgi({ backend }))),
    { mount: '', scriptName: '', pathInfo: '/a/b c', chunked: '-1' },
  )
  passesRequests(
    'FastCGI over TCP below a path',
    inFrontOf(answerFastcgi, 'tcp', (backend) => startCaddy(caddyFastcgi({ backend, mount: '/app' }))),
    { mount: '/app', scriptName: '/app', pathInfo: '/a/b c', chunked: '-1' },
  )

  it('replaces what a client claims in X-Forwarded headers, however it spells them', async () => {
    const { server, standIn, stop } = await inFrontOf(answerFastcgi, 'unix', (backend) => startCaddy(caddyFastcgi({ backend })))()
    const headers = { 'x-forwarded-for': '6.6.6.6', 'x-forwarded-proto': 'https', x_forwarded_for: '6.6.6.6' }
    const { variables, ...seen } = await ask(`${server.origin}/`, { headers })
    expect(variables).toMatchObject({ HTTP_X_FORWARDED_FOR: '127.0.0.1', HTTP_X_FORWARDED_PROTO: 'http' })
    expect(seen).toMatchObject({ id: 1, role: 1, keepConnection: false, paramsRecords: 1 })
    expect(standIn.connections()).toBe(1)
    await stop()
  })
})
