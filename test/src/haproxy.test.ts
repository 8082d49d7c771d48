import { haproxyFastcgi } from './configurations/haproxy-fastcgi.ts'
import { startHaproxy } from './haproxy.ts'
import { requireBinaries } from './require-binaries.ts'
import { ask } from './stand-in/ask.ts'
import { answerFastcgi } from './stand-in/fastcgi.ts'
import { inFrontOf } from './stand-in/in-front-of.ts'
import { passesRequests, tellsOfTls } from './stand-in/passes-requests.ts'

requireBinaries('haproxy', 'openssl')('startHaproxy', () => {
  tellsOfTls(
    'haproxyFastcgi',
    inFrontOf(answerFastcgi, 'unix', (backend) => startHaproxy(haproxyFastcgi({ backend }), { tls: true })),
  )
  passesRequests(
    'FastCGI over a unix socket',
    inFrontOf(answerFastcgi, 'unix', (backend) => startHaproxy(haproxyFastcgi({ backend }))),
    { mount: '', scriptName: undefined, pathInfo: '/a/b c', chunked: 400 },
  )
  passesRequests(
    'FastCGI over TCP below a path, multiplexed',
    inFrontOf(answerFastcgi, 'tcp', (backend) => startHaproxy(haproxyFastcgi({ backend, mount: '/app', multiplex: 8 }))),
    { mount: '/app', scriptName: '/app', pathInfo: '/a/b c', chunked: 400 },
  )

  const askAtOnce = async (multiplex: number): Promise<{ connections: number; ids: Set<unknown> }> => {
    const { server, standIn, stop } = await inFrontOf(answerFastcgi, 'unix', (backend) =>
      startHaproxy(haproxyFastcgi({ backend, multiplex })),
    )()
    await ask(`${server.origin}/0`)
    const answers = await Promise.all(['/1', '/2', '/3', '/4'].map((path) => ask(server.origin + path, { headers: { 'x-wait': '100' } })))
    const connections = standIn.connections()
    await stop()
    return { connections, ids: new Set(answers.map(({ id }) => id)) }
  }

  it('sends requests at once over one connection where it may (FCGI-31)', async () => {
    expect(await askAtOnce(8)).toEqual({ connections: 1, ids: new Set([3, 5, 7, 9]) })
  })

  it('opens a connection for each request at once otherwise', async () => {
    const { connections } = await askAtOnce(1)
    expect(connections).toBeGreaterThanOrEqual(4)
  })
})
