import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { text, type Application } from '@gangway/gateway'
import { serve } from '@gangway/http'
import { startApache } from '../../../test/src/apache.ts'
import { requireBinaries } from '../../../test/src/require-binaries.ts'
import { temporaryFolder } from '../../../test/src/temporary-folder.ts'
import { log } from './log.ts'

/** What is sent, byte for byte; each is one request. */
const requests = [
  ['GET /hello.txt HTTP/1.1'],
  ['GET /hello.txt?a=1&b="2" HTTP/1.0'],
  ['HEAD /hello.txt HTTP/1.1'],
  ['GET /empty.txt HTTP/1.1'],
  ['GET /none HTTP/1.1'],
  ['GET /h%65llo.txt HTTP/1.1'],
  ['GET /hello.txt HTTP/1.1', 'Referer: http://a.example/x?y', 'User-Agent: Mozilla/5.0 (X11)'],
  ['GET /hello.txt HTTP/1.1', 'User-Agent: a"b\\c\td', 'Referer:'],
  ['GET /hello.txt HTTP/1.1', 'User-Agent: caf\u00c3\u00a9 \u0080\u00ff', 'Referer: \u00e9'],
  ['GET /hello.txt HTTP/1.1', 'User-Agent: one', 'User-Agent: two'],
  ['GET /hello.txt HTTP/1.1', 'User-Agent: \\x0a" 200 1 "-" "forged'],
  ['GET /"hello".txt HTTP/1.1'],
  ['GET http://localhost/hello.txt HTTP/1.1'],
]

const directives = '%h %l %u "%r" %>s %b %B %m "%q" %H "%U" %T "%{X-Test}i" "%{X-Test}o" %% %v'

async function ask(port: number, lines: readonly string[]): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  const [first = '', ...fields] = lines
  socket.end(Buffer.from([first, 'Host: localhost', 'Connection: close', ...fields, '', ''].join('\r\n'), 'latin1'))
  socket.resume()
  await once(socket, 'close')
}

async function until<Found>(found: () => Found | undefined): Promise<Found> {
  for (let tries = 0; tries < 200; tries++) {
    const result = found()
    if (result !== undefined) return result
    await sleep(20)
  }
  throw new Error('it did not come')
}

requireBinaries('apache2')('a line of ours', () => {
  const page = '<p>none</p>'
  const app: Application = ({ path }) => {
    if (path === '/empty.txt') return text('')
    if (decodeURIComponent(path) === '/hello.txt') return text('Hello World!')
    return text(page, { status: 404, headers: { 'content-type': 'text/html; charset=utf-8' } })
  }

  async function linesOf(format: string, apaches: string): Promise<{ ours: string[]; theirs: string[] }> {
    const folder = temporaryFolder()
    const access = join(folder, 'access.log')
    writeFileSync(join(folder, 'hello.txt'), 'Hello World!')
    writeFileSync(join(folder, 'empty.txt'), '')
    const site = `DocumentRoot "${folder}"
<Directory "${folder}">
    Require all granted
</Directory>
ErrorDocument 404 "${page}"
TypesConfig /dev/null
AddType "text/plain; charset=utf-8" .txt
LogFormat "${apaches.replaceAll('"', '\\"')}" x
CustomLog "${access}" x
`
    const apache = await startApache({ modules: ['mime'], site: () => site })
    await using stopped = new AsyncDisposableStack()
    stopped.defer(() => apache.stop())
    stopped.defer(async () => rmSync(folder, { recursive: true }))
    const lines: string[] = []
    await using server = await serve(log({ format, write: (line) => void lines.push(line) })(app), { listen: '127.0.0.1:0' })
    const port = server.address.kind === 'tcp' ? server.address.port : 0
    for (const request of requests) {
      await ask(apache.port, request)
      await ask(port, request)
    }
    const theirs = await until(() => {
      const written = readFileSync(access, 'utf8').trimEnd().split('\n')
      return written.length >= requests.length ? written : undefined
    })
    const comparable = (line: string) => line.replace(/:\d\d:\d\d:\d\d /, ':00:00:00 ')
    const found = await until(() => (lines.length >= requests.length ? lines : undefined))
    // A busy Apache writes them in another order than it was asked.
    return { ours: found.map(comparable).sort(), theirs: theirs.map(comparable).sort() }
  }

  it.each([
    ['common', '%h %l %u %t "%r" %>s %b'],
    ['combined', '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"'],
    [directives, directives],
  ])('in the format %s is what Apache writes', async (format, apaches) => {
    const { ours, theirs } = await linesOf(format, apaches)
    expect(ours).toEqual(theirs)
    expect(ours).toHaveLength(requests.length)
  })
})
