import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { exampleOf } from '../../scripts/readme-example.js'
import { cgiFcgiClient } from './cgi-fcgi-client.ts'
import { freePort } from './free-port.ts'
import { packAll } from './packed.ts'
import { type Registry, startRegistry } from './registry.ts'
import { requireBinaries } from './require-binaries.ts'
import { startScript } from './start-script.ts'
import { temporaryFolder } from './temporary-folder.ts'

const { resolve } = createRequire(import.meta.url)
const minutes = 60_000
const platform = `${process.platform}-${process.arch === 'arm64' ? 'aarch64' : process.arch}`
const bun = join(dirname(createRequire(resolve('bun/package.json')).resolve(`@oven/bun-${platform}/package.json`)), 'bin/bun')
const yarn = resolve('@yarnpkg/cli-dist/bin/yarn.js')
const toolchain = fileURLToPath(new URL('../../node_modules/.bin', import.meta.url))

requireBinaries('cgi-fcgi')('npm create gangway', () => {
  let folder: string
  let registry: Registry
  let environment: Record<string, string | undefined>

  beforeAll(async () => {
    folder = temporaryFolder()
    for (const name of ['tarballs', 'bin']) mkdirSync(join(folder, name))
    packAll(join(folder, 'tarballs'))
    const upstream = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim()
    registry = await startRegistry(join(folder, 'tarballs'), upstream)
    writeFileSync(join(folder, '.npmrc'), `registry=${registry.origin}/\n`)
    startScript(join(folder, 'bin'), 'yarn', [process.execPath, yarn])
    startScript(join(folder, 'bin'), 'bun', [bun])
    startScript(join(folder, 'bin'), 'bunx', [bun, 'x'])
    // Not what our own package manager and test runner have put there.
    const inherited = Object.entries(process.env).filter(([name]) => !/^(?:npm_|NODE_OPTIONS$|INIT_CWD$)/i.test(name))
    environment = {
      ...Object.fromEntries(inherited),
      PATH: `${join(folder, 'bin')}:${toolchain}:${process.env.PATH}`,
      HOME: folder,
      npm_config_cache: join(folder, 'npm-cache'),
      npm_config_update_notifier: 'false',
      YARN_NPM_REGISTRY_SERVER: registry.origin,
      YARN_UNSAFE_HTTP_WHITELIST: '127.0.0.1',
      YARN_GLOBAL_FOLDER: join(folder, 'yarn'),
      YARN_ENABLE_TELEMETRY: '0',
      BUN_INSTALL_CACHE_DIR: join(folder, 'bun-cache'),
    }
  })
  afterAll(async () => {
    await registry[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true })
  })

  // Asynchronous, since the registry answers in this process.
  async function run(place: string, ...command: string[]): Promise<string> {
    const [program = '', ...parameters] = command
    const child = spawn(program, parameters, { cwd: join(folder, place), env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
    const [exitCode]: unknown[] = await once(child, 'close')
    if (exitCode !== 0) throw new Error(`${command.join(' ')} ended with ${String(exitCode)}:\n${output}`)
    return output
  }

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
      env: { PATH: environment.PATH, GATEWAY_INTERFACE: 'CGI/1.1', ...variables, HTTP_X_TENANT: 'umbrella', HTTP_HOST: 'localhost' },
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
    const child = spawn(process.execPath, [join(folder, 'an-app', program)], { env: { ...environment, ...variables }, stdio: 'inherit' })
    const closed = once(child, 'close')
    return {
      async [Symbol.asyncDispose]() {
        child.kill('SIGTERM')
        await closed
      },
    }
  }
})

async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      if (tries === 100) throw error
      await new Promise((wait) => setTimeout(wait, 100))
    }
  }
}
