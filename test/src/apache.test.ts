import { startApache } from './apache.ts'
import { apacheAuthnzFcgi } from './configurations/apache-authnz-fcgi.ts'
import { apacheCgi } from './configurations/apache-cgi.ts'
import { apacheFcgidAuthorizer } from './configurations/apache-fcgid-authorizer.ts'
import { apacheFcgid } from './configurations/apache-fcgid.ts'
import { apacheHttp } from './configurations/apache-http.ts'
import { apacheProxyFcgi } from './configurations/apache-proxy-fcgi.ts'
import { requireBinaries } from './require-binaries.ts'
import { ask, upload } from './stand-in/ask.ts'
import { answerFastcgi } from './stand-in/fastcgi.ts'
import { answerHttp } from './stand-in/http.ts'
import { inFrontOf } from './stand-in/in-front-of.ts'
import { passesRequests, tellsOfTls } from './stand-in/passes-requests.ts'
import { cgiStandIn, fastcgiStandIn } from './stand-in/programs.ts'
import { running } from './stand-in/running.ts'

const proxyFcgi = inFrontOf(answerFastcgi, 'unix', (backend) => startApache(apacheProxyFcgi({ backend })))

requireBinaries(
  'apache2',
  'mod_proxy_fcgi',
  'mod_cgid',
  'mod_cgi',
)('startApache', () => {
  tellsOfTls(
    'apacheProxyFcgi',
    inFrontOf(answerFastcgi, 'unix', (backend) => startApache(apacheProxyFcgi({ backend }), { tls: true })),
  )
  passesRequests('mod_proxy_fcgi over a unix socket', proxyFcgi, {
    mount: '',
    scriptName: '',
    pathInfo: '/a%2Fb c',
    chunked: undefined,
  })
  passesRequests(
    'mod_proxy_fcgi over TCP below a path',
    inFrontOf(answerFastcgi, 'tcp', (backend) =>
      startApache(apacheProxyFcgi({ backend, mount: '/app', keepAlive: false, responseBuffering: false })),
    ),
    { mount: '/app', scriptName: '/app', pathInfo: '/a%2Fb c', chunked: undefined },
  )
  passesRequests(
    'mod_cgid',
    running(cgiStandIn, (program) => startApache(apacheCgi({ program }))),
    { mount: '', scriptName: '', pathInfo: '/a%2Fb c', chunked: undefined },
  )
  passesRequests(
    'mod_cgi below a path',
    running(cgiStandIn, (program) => startApache(apacheCgi({ program, mount: '/app', mpm: 'prefork' }))),
    { mount: '/app', scriptName: '/app', pathInfo: '/a%2Fb c', chunked: undefined },
  )

  it.each([true, false])('keeps the connection to the application: %p (FCGI-15)', async (keepAlive) => {
    const { server, standIn, stop } = await inFrontOf(answerFastcgi, 'tcp', (backend) =>
      startApache(apacheProxyFcgi({ backend, keepAlive })),
    )()
    expect(await ask(`${server.origin}/`)).toMatchObject({ id: 1, role: 1, keepConnection: keepAlive, paramsRecords: 1 })
    expect(standIn.connections()).toBe(1)
    await stop()
  })

  it('passes HTTP requests on with what it knows of the client', async () => {
    const { server, stop } = await inFrontOf(answerHttp, 'unix', (backend) => startApache(apacheHttp({ backend })))()
    const headers = { 'x-forwarded-for': '6.6.6.6', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.test' }
    const host = server.origin.replace('http://', '')
    expect(await ask(`${server.origin}/a%2Fb//c?x=%20y`, { ...upload(2 ** 21), headers })).toMatchObject({
      method: 'POST',
      url: '/a%2Fb//c?x=%20y',
      body: 2 ** 21,
      headers: { host, 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http', 'x-forwarded-host': host },
    })
    await stop()
  })
})

const authorization = `Basic ${btoa('ann:secret')}`

requireBinaries(
  'apache2',
  'openssl',
  'mod_authnz_fcgi',
)('startApache with mod_authnz_fcgi', () => {
  it('asks the authorizer once, and passes its variables to the application (FCGI-41)', async () => {
    const guarded = inFrontOf(answerFastcgi, 'tcp', (backend) => startApache(apacheAuthnzFcgi({ authorizer: backend, backend })))
    const { server, stop } = await guarded()
    const { variables } = await ask(`${server.origin}/a`, { headers: { authorization } })
    expect(variables).toMatchObject({ REMOTE_USER: 'ann', AUTH_TYPE: 'Basic' })
    const seen = JSON.parse(variables.SEEN_BY_AUTHORIZER ?? '')
    expect(seen).toMatchObject({ role: 2, keepConnection: false, body: 0 })
    expect(seen.names).toEqual(expect.arrayContaining(['FCGI_ROLE', 'REMOTE_USER', 'REMOTE_PASSWD']))
    for (const name of ['CONTENT_LENGTH', 'PATH_INFO', 'SCRIPT_NAME']) expect(seen.names).not.toContain(name)
    const refused = await fetch(`${server.origin}/a`, { headers: { authorization, 'x-user': 'stranger' } })
    expect(refused.status).toBe(401)
    await stop()
  })
})

requireBinaries('apache2', 'mod_fcgid')('startApache with mod_fcgid', () => {
  passesRequests(
    'mod_fcgid',
    running(fastcgiStandIn, (program) => startApache(apacheFcgid({ program, responseBuffering: false }))),
    { mount: '', scriptName: '', pathInfo: '/a%2Fb c', chunked: '65536' },
  )
  passesRequests(
    'mod_fcgid below a path',
    running(fastcgiStandIn, (program) => startApache(apacheFcgid({ program, mount: '/app' }))),
    { mount: '/app', scriptName: '/app', pathInfo: '/a%2Fb c', chunked: '65536' },
  )

  it.each([
    [false, ['SEEN_BY_ACCESS_CHECKER']],
    [true, ['SEEN_BY_AUTHENTICATOR', 'SEEN_BY_AUTHORIZER']],
  ])('asks an authorizer which it starts itself; login: %p (FCGI-41)', async (login, questions) => {
    const guarded = inFrontOf(answerFastcgi, 'unix', async (backend) => {
      const { server, stop } = await running(fastcgiStandIn, (program) => startApache(apacheFcgidAuthorizer({ program, login, backend })))()
      return { ...server, stop: async () => void (await stop()) }
    })
    const { server, stop } = await guarded()
    const { variables } = await ask(`${server.origin}/a`, { headers: { authorization } })
    expect(Object.keys(variables).filter((name) => name.startsWith('SEEN_BY'))).toEqual(questions)
    for (const question of questions) {
      const seen = JSON.parse(variables[question] ?? '')
      expect(seen).toMatchObject({ role: 2, keepConnection: false, body: 0 })
      expect(seen.names).toContain('FCGI_APACHE_ROLE')
      for (const name of ['CONTENT_LENGTH', 'PATH_INFO', 'SCRIPT_NAME']) expect(seen.names).not.toContain(name)
    }
    const refused = await fetch(`${server.origin}/a`, { headers: { authorization, 'x-user': 'stranger' } })
    expect(refused.status).toBe(401)
    await stop()
  })
})
