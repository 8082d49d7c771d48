import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { authorizerRecipes } from './authorizer-recipes.ts'
import { binary } from './binary.ts'
import { cgiFcgiClient } from './cgi-fcgi-client.ts'
import { lighttpdCgi } from './configurations/lighttpd-cgi.ts'
import { systemdUnits } from './configurations/systemd.ts'
import { httpClient } from './http-client.ts'
import { startLighttpd } from './lighttpd.ts'
import { recipes } from './recipes.ts'
import { requireBinaries } from './require-binaries.ts'
import { spawnFcgi } from './spawn-fcgi.ts'
import { startScript } from './start-script.ts'
import { temporaryFolder } from './temporary-folder.ts'

const sourceImports = new URL('../../scripts/source-imports.js', import.meta.url).href
const hello = { status: 200, body: 'Hello World!', fields: expect.objectContaining({ 'content-type': 'text/plain; charset=utf-8' }) }

it.each(Object.keys({ ...recipes, ...authorizerRecipes }))('the recipe %s is in the documentation', (name) => {
  const page = readFileSync(new URL('../../docs/deploy.md', import.meta.url), 'utf8')
  expect(page).toContain(`<!-- from test/src/recipe.ts ${name} -->`)
})

describe('the programs of the README', () => {
  let folder: string
  const program = (name: string): string =>
    startScript(folder, name, [process.execPath, `--import=${sourceImports}`, fileURLToPath(new URL(`programs/${name}`, import.meta.url))])
  beforeAll(() => {
    folder = temporaryFolder()
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  requireBinaries('lighttpd')('over CGI', () => {
    it('says hello', async () => {
      const server = await startLighttpd(lighttpdCgi({ program: program('hello.cgi.js') }))
      expect(await httpClient(server.origin)('GET', '/')).toEqual(hello)
      await server.stop()
    })
  })

  requireBinaries('spawn-fcgi', 'cgi-fcgi')('over FastCGI', () => {
    it('says hello', async () => {
      const running = await spawnFcgi(program('hello.fcgi.js'))
      expect(await cgiFcgiClient(running.address)('GET', '/')).toEqual(hello)
      await running.stop()
    })
  })
})

requireBinaries('systemd-analyze')('systemdUnits', () => {
  it.each(['unix:/run/wiki.sock', '127.0.0.1:3000'])('are what systemd understands, listening on %s', (listen) => {
    const folder = temporaryFolder()
    const units = systemdUnits({ node: process.execPath, program: '/srv/wiki/dist/start.js', listen, data: '/var/lib/wiki/wiki.sqlite' })
    const files = Object.entries(units).map(([kind, text]) => {
      const file = join(folder, `wiki.${kind}`)
      writeFileSync(file, text)
      return file
    })
    expect(execFileSync('/bin/sh', ['-c', '"$@" 2>&1', 'sh', binary('systemd-analyze'), 'verify', ...files], { encoding: 'utf8' })).toBe('')
    rmSync(folder, { recursive: true })
  })
})
