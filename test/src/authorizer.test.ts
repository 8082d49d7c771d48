import { rmSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { allow, serve } from '@gangway/fastcgi'
import { json, text, type Application } from '@gangway/gateway'
import { serve as serveHttp } from '@gangway/http'
import { authorizerRecipes, type AuthorizerPlaces } from './authorizer-recipes.ts'
import { freePort } from './free-port.ts'
import { startProcess, type RunningProcess } from './process.ts'
import { requireBinaries } from './require-binaries.ts'
import { startScript } from './start-script.ts'
import { temporaryFolder } from './temporary-folder.ts'
import type { WebServer } from './web-server.ts'

const sourceImports = new URL('../../scripts/source-imports.js', import.meta.url).href
const program = new URL('programs/authorizer.js', import.meta.url)
// ann: U*U, zoë: myPassword
const users = 'ann:$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW\nzoë:$apr1$r31.....$HqJZimcKQFAMYayBlzkrA/\n'

const basic = (name: string, password: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
})

/** The program of the documentation, over FastCGI, or over HTTP, as its comment says. */
async function startAuthorizer(protocol: 'fastcgi' | 'http'): Promise<{ address: string; running: RunningProcess; clean(): void }> {
  const address = `127.0.0.1:${await freePort()}`
  const folder = temporaryFolder()
  const copy = fileURLToPath(new URL(`programs/.authorizer-${protocol}-${process.pid}.js`, import.meta.url))
  writeFileSync(copy, readFileSync(program, 'utf8').replace("{ serve } from '@gangway/fastcgi'", `{ serve } from '@gangway/${protocol}'`))
  writeFileSync(join(folder, 'users'), users)
  const variables = { WIKI_USERS: join(folder, 'users'), WIKI_LISTEN: address }
  const script = startScript(folder, 'authorizer', [process.execPath, `--import=${sourceImports}`, copy], variables)
  const running = await startProcess([script], folder, { port: Number(address.split(':')[1]), host: '127.0.0.1' })
  return { address, running, clean: () => rmSync(copy) }
}

/** Answers what it knows of who asks. */
async function startBackend(folder: string): Promise<{ address: string; close(): Promise<void> }> {
  const address = `unix:${join(folder, 'backend.sock')}`
  const listen = { path: join(folder, 'backend.sock'), mode: 0o666 }
  const server = await serve(
    ({ client, method, path, body, gateway }) =>
      json({ user: gateway.variables.REMOTE_USER, known: client.user, method, path, hasBody: body !== null }),
    { listen },
  )
  return { address, close: () => server.close() }
}

describe.each([
  ['apache-authorizer', 'fastcgi', ['apache2', 'mod_authnz_fcgi']],
  ['lighttpd-authorizer', 'fastcgi', ['lighttpd']],
  ['nginx-authorizer', 'http', ['nginx']],
] as const)('the recipe %s', (name, protocol, needs) => {
  const recipe = authorizerRecipes[name]

  requireBinaries(...needs)('with the one application that decides', () => {
    let folder: string
    let authorizer: Awaited<ReturnType<typeof startAuthorizer>>
    let backend: Awaited<ReturnType<typeof startBackend>>
    let server: WebServer
    beforeAll(async () => {
      folder = temporaryFolder()
      authorizer = await startAuthorizer(protocol)
      backend = await startBackend(folder)
      const places: AuthorizerPlaces = { authorizer: authorizer.address, backend: backend.address }
      server = await recipe(places).start()
    })
    afterAll(async () => {
      await server.stop()
      await backend.close()
      await authorizer.running.stop()
      authorizer.clean()
      rmSync(folder, { recursive: true, force: true })
    })

    it('asks for a name and a password', async () => {
      const { status, headers } = await fetch(`${server.origin}/pages/one`)
      expect([status, headers.get('www-authenticate')]).toEqual([401, expect.stringMatching(/^Basic realm=/)])
    })

    it.each([
      ['a wrong password', basic('ann', 'wrong')],
      ['a user who is not there', basic('bob', 'U*U')],
      ['no user', basic('', '')],
      ['a field that is malformed', { authorization: 'Basic !' }],
      ['another scheme', { authorization: 'Bearer x' }],
      ['a variable of the client', { 'variable-remote_user': 'ann', 'remote-user': 'ann', remote_user: 'ann' }],
    ])('refuses %s', async (_, headers) => {
      expect((await fetch(`${server.origin}/`, { headers })).status).toBe(401)
    })

    it('lets in who has the password, and the application knows who that is', async () => {
      const response = await fetch(`${server.origin}/pages/one?q=1`, { headers: { ...basic('ann', 'U*U'), 'variable-remote_user': 'eve' } })
      expect(response.status).toBe(200)
      expect(JSON.parse(await response.text())).toEqual({ user: 'ann', known: 'ann', method: 'GET', path: '/pages/one', hasBody: false })
    })

    it('passes what is sent, and a name that is not English', async () => {
      const response = await fetch(`${server.origin}/`, { method: 'POST', body: 'text', headers: basic('zoë', 'myPassword') })
      expect(JSON.parse(await response.text())).toMatchObject({
        user: Buffer.from('zoë').toString('latin1'),
        method: 'POST',
        hasBody: true,
      })
    })

    it('decides again for each request', async () => {
      const [right, wrong] = [basic('ann', 'U*U'), basic('ann', 'x')]
      const all = await Promise.all(
        Array.from({ length: 20 }, (_, index) => fetch(`${server.origin}/${index}`, { headers: index % 2 ? right : wrong })),
      )
      expect(all.map(({ status }) => status)).toEqual(all.map((_, index) => (index % 2 ? 200 : 401)))
    })
  })

  requireBinaries(...needs)('with an application that looks at what is asked for', () => {
    it('decides by path and method, and refuses with its own words', async () => {
      const folder = temporaryFolder()
      const app: Application = ({ method, mount, path, query }) =>
        path.startsWith('/secret') || method === 'DELETE'
          ? text('not this', { status: 403 })
          : allow({ REMOTE_USER: `${method} ${mount}${path} ${query}` })
      const address = `127.0.0.1:${await freePort()}`
      const deciding = await (protocol === 'http' ? serveHttp : serve)(app, { listen: address })
      const backend = await startBackend(folder)
      const server = await recipe({ authorizer: address, backend: backend.address }).start()
      const ask = (method: string, path: string): Promise<Response> => fetch(server.origin + path, { method, headers: basic('ann', 'x') })
      try {
        // Apache names whom it asked about, and refuses in its own words.
        const isApache = name === 'apache-authorizer'
        const { user } = Object(await (await ask('POST', '/pages/a%20b?q=1')).json())
        expect(user).toBe(isApache ? 'ann' : 'POST /pages/a%20b q=1')
        const refused = [await ask('GET', '/secret/page'), await ask('DELETE', '/pages')]
        expect(refused.map(({ status }) => status)).toEqual(isApache ? [401, 401] : [403, 403])
      } finally {
        await server.stop()
        await backend.close()
        await deciding.close()
        rmSync(folder, { recursive: true, force: true })
      }
    })
  })
})
