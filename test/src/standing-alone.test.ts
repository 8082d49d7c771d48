import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { type Consumer, newConsumer } from './consumer.ts'
import { eventually } from './eventually.ts'
import { freePort } from './free-port.ts'
import { runtime } from './runtime.ts'
import { type Host, hosts, type StandingAlone, standingAlone } from './standing-alone-cases.ts'

const dependencies = ['@gangway/gateway', '@gangway/http', '@hono/node-server@2.1.8', 'hono@4.13.19']

// How a user of each host puts the application in, on the port that the environment names.
const fetchHandler = "import app from './app.js'\nimport { toFetch } from '@gangway/gateway'\nconst fetch = toFetch(app)\n"
const nodeHttp =
  "import { createServer } from 'node:http'\nimport { toListener } from '@gangway/http'\nimport app from './app.js'\ncreateServer(toListener(app)).listen(process.env.PORT, '127.0.0.1')"
const programs: Record<Host, string> = {
  'node:http on Node 22': nodeHttp,
  'node:http': nodeHttp,
  'node:http on Node 26': nodeHttp,
  Hono: `${fetchHandler}import { Hono } from 'hono'\nimport { serve } from '@hono/node-server'\nconst hono = new Hono().all('*', ({ req }) => fetch(req.raw))\nserve({ fetch: hono.fetch, port: Number(process.env.PORT), hostname: '127.0.0.1' })`,
  'Bun.serve': `${fetchHandler}Bun.serve({ fetch, port: process.env.PORT, hostname: '127.0.0.1' })`,
  'Deno.serve': `${fetchHandler}Deno.serve({ port: Number(Deno.env.get('PORT')), hostname: '127.0.0.1' }, fetch)`,
  workerd: `${fetchHandler}export default { fetch }`,
  'a Gangway server': "import { serve } from '@gangway/http'\nimport app from './app.js'\nawait serve(app)",
}
const fileNames = Object.fromEntries(hosts.map((host) => [host, `${host.toLowerCase().replaceAll(/\W+/g, '-')}.js`]))

describe('a middleware, installed alone into an empty project', () => {
  let consumer: Consumer
  beforeAll(async () => {
    consumer = await newConsumer()
    for (const each of standingAlone) writeProject(each)
  })
  afterAll(() => consumer.close())

  describe.each(standingAlone)('$name', (each) => {
    beforeAll(() => consumer.run(each.name, 'pnpm', 'add', `@gangway/${each.name}`, ...dependencies))

    it.each(hosts.filter((host) => !each.except?.[host]))('works around a Fetch handler on %s', async (host) => {
      await using server = await start(each, host)
      const { path = '/there', method = 'GET', headers = {}, body = null, shows } = each
      const response = await eventually(() => fetch(`http://127.0.0.1:${server.port}${path}`, { method, headers, body }))
      expect(response.status).toBe(shows.status ?? 200)
      for (const [name, value] of Object.entries(shows.headers ?? {}))
        expect([name, response.headers.get(name)]).toEqual([name, expect.stringMatching(value)])
      expect(await response.text()).toMatch(shows.body ?? /(?:)/)
    })
  })

  function writeProject({ name, imports, app }: StandingAlone): void {
    const folder = join(consumer.folder, name)
    mkdirSync(folder)
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    writeFileSync(
      join(folder, 'app.js'),
      `import { fromFetch } from '@gangway/gateway'\n${imports}\nconst inner = fromFetch((request) => new Response('Hello ' + new URL(request.url).pathname, { headers: { 'content-type': 'text/plain' } }))\nexport default ${app}\n`,
    )
    for (const host of hosts) writeFileSync(join(folder, fileNames[host] ?? ''), programs[host])
  }

  async function start({ name }: StandingAlone, host: Host): Promise<AsyncDisposable & { port: number }> {
    const port = await freePort()
    const cwd = join(consumer.folder, name)
    const [program = '', ...parameters] = commandFor(host, cwd, port)
    const child = spawn(program, parameters, {
      cwd,
      env: { ...consumer.environment, PORT: `${port}` },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    await once(child, 'spawn')
    const closed = once(child, 'close')
    return {
      port,
      async [Symbol.asyncDispose]() {
        child.kill('SIGKILL')
        await closed
      },
    }
  }
})

function commandFor(host: Host, folder: string, port: number): string[] {
  const file = fileNames[host] ?? ''
  if (host === 'Bun.serve') return [runtime('bun'), file]
  if (host === 'Deno.serve') return [runtime('deno'), 'run', '--quiet', '--allow-all', '--node-modules-dir=manual', file]
  if (host === 'workerd') return [runtime('workerd'), 'serve', workerIn(folder, file, port)]
  if (host === 'node:http on Node 22') return [runtime('node-22'), file]
  return [host === 'node:http on Node 26' ? runtime('node-26') : process.execPath, file]
}

// workerd takes a bundle and a configuration, as its users' tools make them.
function workerIn(folder: string, file: string, port: number): string {
  const outfile = join(folder, 'bundle.js')
  buildSync({
    entryPoints: [join(folder, file)],
    bundle: true,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker'],
    outfile,
  })
  const configuration = join(folder, 'worker.capnp')
  const worker = '(modules = [(name = "worker", esModule = embed "bundle.js")], compatibilityDate = "2026-01-01")'
  writeFileSync(
    configuration,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = ${worker})],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);`,
  )
  return configuration
}
