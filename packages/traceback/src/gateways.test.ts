import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { stream } from '@gangway/gateway'
import { serve as serveFastcgi } from '@gangway/fastcgi'
import { serve as serveHttp } from '@gangway/http'
import { RecordClient, variables } from '../../../test/src/record-client.ts'
import { library } from '../test/library/app.ts'
import { traceback } from './traceback.ts'

const root = new URL('../', import.meta.url)
const sources = new URL('../../../scripts/source-imports.js', import.meta.url).href
const app = traceback({ display: true, root })(library)

function expectReport(body: string): void {
  expect(body).toContain("TypeError: Cannot read properties of undefined (reading 'born')")
  expect(body).toContain('▶ 13 │   const decade = decadeOf(book.author.born)')
  expect(body).toContain('book.author = undefined')
  expect(body).toMatch(/at nameOf \(test\/library\/card\.ts:13:\d+\)[^]*at cardOf [^]*at show [^]*awaiting library /)
}

describe('the bug three calls and an await deep, in TypeScript', () => {
  it('is shown with its lines and values over HTTP', async () => {
    const server = await serveHttp(app, { listen: '127.0.0.1:0' })
    try {
      const { address } = server
      if (address.kind !== 'tcp') throw new Error('not a TCP address')
      const response = await fetch(`http://127.0.0.1:${address.port}/beowulf`)
      expect(response.status).toBe(500)
      expectReport(await response.text())
      expect(await (await fetch(`http://127.0.0.1:${address.port}/sicp`)).text()).toContain('Structure and Interpretation, by Abelson')
    } finally {
      await server.close({ grace: 0 })
    }
  })

  it('is shown over FastCGI, as it is over CGI', async () => {
    const server = await serveFastcgi(app, { listen: '127.0.0.1:0' })
    try {
      const { address } = server
      if (address.kind !== 'tcp') throw new Error('not a TCP address')
      const client = await RecordClient.connect({ port: address.port })
      const { stdout } = await client.request({
        variables: { ...variables, REQUEST_URI: '/beowulf', PATH_INFO: '/beowulf', HTTP_HOST: 'localhost', REMOTE_ADDR: '127.0.0.1' },
      })
      expect(stdout).toMatch(/^Status: 500 /)
      expectReport(Buffer.from(stdout, 'latin1').toString())
    } finally {
      await server.close({ grace: 0 })
    }
    const program = `import { serve } from '@gangway/cgi'
import { traceback } from '@gangway/traceback'
import { library } from './test/library/app.ts'
await serve(traceback({ display: true })(library))`
    const env = {
      PATH: process.env.PATH,
      GATEWAY_INTERFACE: 'CGI/1.1',
      REQUEST_METHOD: 'GET',
      REQUEST_URI: '/beowulf',
      HTTP_HOST: 'localhost',
      REMOTE_ADDR: '127.0.0.1',
    }
    const { stdout } = spawnSync(process.execPath, [`--import=${sources}`, '--input-type=module', '--eval', program], {
      encoding: 'utf8',
      cwd: fileURLToPath(root),
      env,
    })
    expect(stdout).toMatch(/^Status: 500 /)
    expectReport(stdout)
  })

  it('breaks the connection off when the head has left (T5)', async () => {
    async function* broken(): AsyncGenerator<string> {
      yield 'x'.repeat(100_000)
      await new Promise((resolve) => setTimeout(resolve, 20))
      throw new Error('broken')
    }
    const server = await serveHttp(
      traceback({ root })(() => stream(broken())),
      { listen: '127.0.0.1:0', onError: () => {} },
    )
    try {
      const { address } = server
      if (address.kind !== 'tcp') throw new Error('not a TCP address')
      await expect((await fetch(`http://127.0.0.1:${address.port}/`)).text()).rejects.toThrow('terminated')
    } finally {
      await server.close({ grace: 0 })
    }
  })
})
