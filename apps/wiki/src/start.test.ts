import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { formOf } from '../test/form-of.ts'
import { temporaryFolder } from '../test/temporary-folder.ts'

const adminPassword = 'the password of the tests'
const folder = temporaryFolder()
afterAll(() => folder[Symbol.dispose]())

// The test runner's own variables stay, so that the program finds the packages' sources.
function start(name: string, variables: Record<string, string>): { child: ChildProcess; output: () => string } {
  const env = { ...process.env, WIKI_DATA: join(folder.path, 'wiki.sqlite'), WIKI_ADMIN_PASSWORD: adminPassword, ...variables }
  const child = spawn(process.execPath, [fileURLToPath(new URL(name, import.meta.url))], { env, stdio: 'pipe' })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text))
  child.stderr.setEncoding('utf8').on('data', (text) => (output += text))
  return { child, output: () => output }
}

async function overCgi(path: string, variables: Record<string, string> = {}, body = ''): Promise<{ head: string; body: string }> {
  const required = {
    GATEWAY_INTERFACE: 'CGI/1.1',
    REQUEST_METHOD: 'GET',
    SCRIPT_NAME: '',
    PATH_INFO: path,
    QUERY_STRING: '',
    SERVER_NAME: 'localhost',
    SERVER_PORT: '80',
    SERVER_PROTOCOL: 'HTTP/1.1',
  }
  const { child, output } = start('wiki.cgi.ts', { ...required, ...variables })
  child.stdin?.end(body)
  const [exitCode] = await once(child, 'close')
  expect([exitCode, output()]).toEqual([0, expect.stringMatching(/^[\w-]+: /)])
  const end = output().indexOf('\r\n\r\n')
  return { head: output().slice(0, end), body: output().slice(end + 4) }
}

describe('start.ts and wiki.cgi.ts', () => {
  let origin: string
  let server: ReturnType<typeof start>

  beforeAll(async () => {
    server = start('start.ts', { PORT: '0', HOST: '127.0.0.1' })
    await waitFor(server.child, () => server.output().includes('\n'))
    origin = /^The wiki is on (http:\/\/localhost:\d+)\n$/.exec(server.output())?.[1]?.replace('localhost', '127.0.0.1') ?? ''
  })
  afterAll(() => server.child.kill('SIGKILL'))

  it('serve the same bytes', async () => {
    const overHttp = await fetch(`${origin}/`)
    expect(overHttp.status).toBe(200)
    expect((await overCgi('/')).body).toBe(await overHttp.text())
  })

  it('serve pages that the other one saved', async () => {
    const login = formOf({ username: 'admin', password: adminPassword })
    const entered = await fetch(`${origin}/login`, { method: 'POST', ...login, redirect: 'manual' })
    const [cookie = ''] = entered.headers.getSetCookie()[0]?.split(';') ?? []
    const { headers, body } = formOf({ title: 'a/b', text: 'over HTTP', revision: '0' })
    const saved = await fetch(`${origin}/new`, { method: 'POST', headers: { ...headers, cookie }, body, redirect: 'manual' })
    expect(saved.headers.get('location')).toBe('/page/a/b')
    expect((await overCgi('/page/a/b')).body).toContain('<p>over HTTP</p>')

    const form = formOf({ text: 'over CGI', revision: '1' }).body
    const type = 'application/x-www-form-urlencoded'
    const variables = { REQUEST_METHOD: 'POST', CONTENT_LENGTH: String(form.length), CONTENT_TYPE: type, HTTP_COOKIE: cookie }
    expect((await overCgi('/edit/a/b', variables, form)).head).toMatch(/^location: \/page\/a\/b\r?$/m)
    expect(await (await fetch(`${origin}/page/a%2Fb`)).text()).toContain('<p>over CGI</p>')
  })

  it('work below a prefix', async () => {
    const { body } = await overCgi('/pages', { SCRIPT_NAME: '/cgi-bin/wiki.cgi', REQUEST_URI: '/cgi-bin/wiki.cgi/pages' })
    expect(body).toContain('href="/cgi-bin/wiki.cgi/page/Gateways"')
  })

  it('end in order', async () => {
    server.child.kill('SIGTERM')
    expect(await once(server.child, 'close')).toEqual([0, null])
  })

  it('say what is wrong with a data file that cannot be used', async () => {
    const { child, output } = start('start.ts', { PORT: '0', WIKI_DATA: folder.path })
    expect(await once(child, 'close')).toEqual([1, null])
    expect(output()).toContain(`wiki: cannot use the data file ${folder.path}`)
  })
})

describe('the first start', () => {
  it('says the password of the first account, once', async () => {
    const WIKI_DATA = join(folder.path, 'first', 'wiki.sqlite')
    const starts = ['', ''].map(() => start('start.ts', { PORT: '0', HOST: '127.0.0.1', WIKI_DATA, WIKI_ADMIN_PASSWORD: '' }))
    try {
      await Promise.all(starts.map(({ child, output }) => waitFor(child, () => output().includes('The wiki is on'))))
      const said = starts.map(({ output }) => /^wiki: the account "admin" has the password (\S{16})$/m.exec(output())?.[1])
      const [password = '', ...others] = said.filter((each) => each !== undefined)
      expect(others).toEqual([])
      const [, origin = ''] = /on (http:\/\/\S+)/.exec(starts[0]?.output() ?? '') ?? []
      const login = formOf({ username: 'admin', password })
      const entered = await fetch(`${origin.replace('localhost', '127.0.0.1')}/login`, { method: 'POST', ...login, redirect: 'manual' })
      expect(entered.status).toBe(303)
    } finally {
      for (const { child } of starts) child.kill('SIGKILL')
    }
  })
})

async function waitFor(child: ChildProcess, isReady: () => boolean): Promise<void> {
  while (!isReady()) await once(child.stdout ?? child, 'data')
}
