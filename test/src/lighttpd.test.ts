import { join } from 'node:path'
import { lighttpdAuthorizer } from './configurations/lighttpd-authorizer.ts'
import { lighttpdCgi } from './configurations/lighttpd-cgi.ts'
import { lighttpdFastcgi } from './configurations/lighttpd-fastcgi.ts'
import { startLighttpd } from './lighttpd.ts'
import { requireBinaries } from './require-binaries.ts'
import { ask } from './stand-in/ask.ts'
import { answerFastcgi } from './stand-in/fastcgi.ts'
import { inFrontOf } from './stand-in/in-front-of.ts'
import { passesRequests } from './stand-in/passes-requests.ts'
import { cgiStandIn, fastcgiStandIn } from './stand-in/programs.ts'
import { running } from './stand-in/running.ts'

requireBinaries('lighttpd')('startLighttpd', () => {
  passesRequests(
    'FastCGI over a unix socket',
    inFrontOf(answerFastcgi, 'unix', (backend) => startLighttpd(lighttpdFastcgi({ backend }))),
    { mount: '', scriptName: '', pathInfo: '/a/b c', chunked: '65536' },
  )
  passesRequests(
    'FastCGI over TCP below a path without buffers',
    inFrontOf(answerFastcgi, 'tcp', (backend) =>
      startLighttpd(lighttpdFastcgi({ backend, mount: '/app', requestBuffering: false, responseBuffering: false })),
    ),
    { mount: '/app', scriptName: '/app', pathInfo: '/a/b c', chunked: 411 },
  )
  passesRequests(
    'a FastCGI program that it starts',
    running(fastcgiStandIn, (program) =>
      startLighttpd(lighttpdFastcgi({ program, backend: `unix:${join(program, '..', 'program.sock')}` })),
    ),
    { mount: '', scriptName: '', pathInfo: '/a/b c', chunked: '65536' },
  )
  passesRequests(
    'CGI',
    running(cgiStandIn, (program) => startLighttpd(lighttpdCgi({ program }))),
    { mount: '', scriptName: '', pathInfo: '/a/b c', chunked: '65536' },
  )
  passesRequests(
    'CGI below a path',
    running(cgiStandIn, (program) => startLighttpd(lighttpdCgi({ program, mount: '/app' }))),
    { mount: '/app', scriptName: '/app', pathInfo: '/a/b c', chunked: '65536' },
  )

  it('asks an authorizer, and passes its variables to the application (FCGI-41)', async () => {
    const guarded = inFrontOf(answerFastcgi, 'unix', (backend) => startLighttpd(lighttpdAuthorizer({ authorizer: backend, backend })))
    const { server, stop } = await guarded()
    const { variables } = await ask(`${server.origin}/a`)
    const seen = JSON.parse(variables.SEEN_BY_AUTHORIZER ?? '')
    expect(seen).toMatchObject({ role: 2, keepConnection: false, body: 0 })
    for (const name of ['CONTENT_LENGTH', 'PATH_INFO', 'SCRIPT_NAME']) expect(seen.names).not.toContain(name)
    const refused = await fetch(`${server.origin}/a`, { headers: { 'x-user': 'stranger' } })
    expect([refused.status, await refused.text()]).toEqual([403, 'not for strangers'])
    await stop()
  })
})
