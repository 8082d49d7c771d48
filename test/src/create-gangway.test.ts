import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exampleOf } from '../../scripts/readme-example.js'
import { cgiFcgiClient } from './cgi-fcgi-client.ts'
import { type Consumer, newConsumer } from './consumer.ts'
import { eventually } from './eventually.ts'
import { freePort } from './free-port.ts'
import { requireBinaries } from './require-binaries.ts'

const minutes = 60_000

requireBinaries('cgi-fcgi')('npm create gangway', () => {
  let consumer: Consumer
  let folder: string
  beforeAll(async () => {
    consumer = await newConsumer()
    folder = consumer.folder
  })
  afterAll(() => consumer.close())

  const run = (place: string, ...command: string[]) => consumer.run(place, ...command)

  it(
    'makes an application from a program, as its README says',
    async () => {
      mkdirSync(join(folder, 'program'))
      writeFileSync(join(folder, 'program/program.mjs'), exampleOf(new URL('../../packages/create-gangway/README.md', import.meta.url)))
      writeFileSync(join(folder, 'program/package.json'), '{}')
      await run('program', 'npm', 'install', 'create-gangway')
      expect(await run('program', 'node', 'program.mjs')).toMatch(/^src\/app\.ts$/m)
      expect(readFileSync(join(folder, 'program/my-app/src/app.ts'), 'utf8')).toContain('session(')
    },
    minutes,
  )

  it(
    'makes an application and a middleware that work together, over HTTP, CGI and FastCGI',
    async () => {
      await run('.', 'npm', 'create', '--yes', 'gangway', 'gangway-tenant', '--', '--middleware', '--yes')
      expect(await run('gangway-tenant', 'npm', 'test')).toMatch(/^ℹ fail 0$/m)
      await run('gangway-tenant', 'npm', 'run', 'check')
      await run('gangway-tenant', 'npm', 'pack')

      await run('.', 'npm', 'create', '--yes', 'gangway', 'an-app', '--', '--app', '--yes')
      await run('an-app', 'npm', 'install', '../gangway-tenant/gangway-tenant-0.0.0.tgz')
      edit('an-app/src/app.ts', [
        ['import { type Application', "import { tenant } from 'gangway-tenant'\nimport { type Application"],
        ['  .app(home)', "  .use(tenant({ values: ['acme', 'umbrella'] }))\n  .app(home)"],
        ['session }: Context & {', 'session, tenant }: Context & { tenant: string;'],
        ['<p>Visit', '<p>Tenant ${tenant}.</p>\n      <p>Visit'],
      ])
      expect(await run('an-app', 'npm', 'test')).toMatch(/^ℹ fail 0$/m)
      await run('an-app', 'npm', 'run', 'check')
      await run('an-app', 'npm', 'run', 'build')

      expect(await overHttp()).toContain('<p>Tenant umbrella.</p>')
      expect(await overCgi()).toContain('<p>Tenant umbrella.</p>')
      expect(await overFastcgi()).toContain('<p>Tenant umbrella.</p>')
    },
    3 * minutes,
  )

  it.each([
    ['pnpm', ['pnpm', 'create', 'gangway']],
    ['yarn', ['yarn', 'dlx', 'create-gangway']],
    ['bun', ['bun', 'create', 'gangway']],
  ])(
    'makes projects that install, check, test and build with %s',
    async (manager, create) => {
      for (const kind of ['--app', '--middleware']) {
        const place = `${manager}${kind}`
        await run('.', ...create, place, kind, '--yes')
        expect(await run(place, manager, 'run', 'test')).toMatch(/^ℹ fail 0$/m)
        await run(place, manager, 'run', 'check')
        await run(place, manager, 'run', 'build')
      }
    },
    3 * minutes,
  )

  function edit(path: string, replacements: [string, string][]): void {
    let text = readFileSync(join(folder, path), 'utf8')
    for (const [from, to] of replacements) {
      expect(text).toContain(from)
      text = text.replace(from, () => to)
    }
    writeFileSync(join(folder, path), text)
  }

  async function overHttp(): Promise<string> {
    const port = await freePort()
    await using _server = await started('dist/http.js', { PORT: `${port}` })
    const response = await eventually(() => fetch(`http://127.0.0.1:${port}/`, { headers: { 'x-tenant': 'umbrella' } }))
    return response.text()
  }

  async function overCgi(): Promise<string> {
    const variables = {
      REQUEST_METHOD: 'GET',
      SCRIPT_NAME: '/app',
      PATH_INFO: '/',
      SERVER_NAME: 'localhost',
      SERVER_PORT: '80',
      SERVER_PROTOCOL: 'HTTP/1.1',
    }
    const child = spawn(join(folder, 'an-app/dist/cgi.js'), {
      env: {
        PATH: consumer.environment.PATH,
        GATEWAY_INTERFACE: 'CGI/1.1',
        ...variables,
        HTTP_X_TENANT: 'umbrella',
        HTTP_HOST: 'localhost',
      },
    })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text) => (output += text))
    await once(child, 'close')
    return output
  }

  async function overFastcgi(): Promise<string> {
    const socket = join(folder, 'app.sock')
    await using _server = await started('dist/fastcgi.js', { FASTCGI_LISTEN: `unix:${socket}` })
    const { body } = await eventually(() => cgiFcgiClient(socket)('GET', '/', { headers: { 'x-tenant': 'umbrella' } }))
    return body
  }

  async function started(program: string, variables: Record<string, string>): Promise<AsyncDisposable> {
    const child = spawn(process.execPath, [join(folder, 'an-app', program)], {
      env: { ...consumer.environment, ...variables },
      stdio: 'inherit',
    })
    const closed = once(child, 'close')
    return {
      async [Symbol.asyncDispose]() {
        child.kill('SIGTERM')
        await closed
      },
    }
  }
})
