import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text, type Application, type SendfileOptions } from '@gangway/gateway'
import { serve as serveFastcgi } from '@gangway/fastcgi'
import { serve as serveHttp } from '@gangway/http'
import { startApache } from '../../../test/src/apache.ts'
import { apacheHttp } from '../../../test/src/configurations/apache-http.ts'
import { lighttpdFastcgi } from '../../../test/src/configurations/lighttpd-fastcgi.ts'
import { nginxHttp } from '../../../test/src/configurations/nginx-http.ts'
import { startLighttpd } from '../../../test/src/lighttpd.ts'
import { startNginx } from '../../../test/src/nginx.ts'
import { requireBinaries } from '../../../test/src/require-binaries.ts'
import { temporaryFolder } from '../../../test/src/temporary-folder.ts'
import type { WebServer } from '../../../test/src/web-server.ts'
import { staticFiles } from './static-files.ts'

const modified = new Date('2024-05-06T07:08:09Z')
const content = '0123456789'.repeat(20)

interface Front {
  readonly header: string
  readonly serve: typeof serveHttp | typeof serveFastcgi
  readonly sendfile: (folder: string) => SendfileOptions
  readonly start: (backend: string, folder: string) => Promise<WebServer>
}

/** What a client gets through a front server that is handed the name of the file. */
function handsOver({ header, serve, sendfile, start }: Front): void {
  describe(`handed over by ${header}`, () => {
    const folder = temporaryFolder()
    const parts: AsyncDisposable[] = []
    let origin = ''
    let handedOver = 0

    const watched: (app: Application) => Application = (app) => (context) => {
      if (context.can.sendfile) handedOver++
      return app(context)
    }

    beforeAll(async () => {
      mkdirSync(join(folder, 'a b'))
      for (const file of ['ü%.txt', 'plain.txt', 'plain.txt.gz']) writeFileSync(join(folder, 'a b', file), content)
      for (const file of ['ü%.txt', 'plain.txt', 'plain.txt.gz']) utimesSync(join(folder, 'a b', file), modified, modified)
      const app = watched(
        staticFiles({ folder, prefix: '/assets', precompressed: ['gzip'], maxAge: 60 })(() => text('none', { status: 404 })),
      )
      const server = await serve(app, { listen: '127.0.0.1:0', sendfile: sendfile(folder) })
      const port = server.address.kind === 'tcp' ? server.address.port : 0
      const web = await start(`127.0.0.1:${port}`, folder)
      parts.push(server, { [Symbol.asyncDispose]: () => web.stop() })
      origin = web.origin
    })
    afterAll(async () => {
      for (const part of parts.reverse()) await part[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true })
    })

    const get = (headers: Record<string, string> = {}, path = '/assets/a%20b/%C3%BC%25.txt') => fetch(origin + path, { headers })

    it('sends the file, and says of it what we said', async () => {
      const response = await get()
      expect([response.status, await response.text()]).toEqual([200, content])
      expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
      expect(response.headers.get('cache-control')).toBe('public, max-age=60')
      expect(response.headers.get('last-modified')).toBe('Mon, 06 May 2024 07:08:09 GMT')
      expect(response.headers.get('content-length')).toBe(String(content.length))
      for (const field of ['x-sendfile', 'x-accel-redirect']) expect(response.headers.has(field)).toBe(false)
      expect(handedOver).toBeGreaterThan(0)
    })

    it('sends one range and several', async () => {
      const one = await get({ range: 'bytes=5-7' })
      expect([one.status, await one.text()]).toEqual([206, '567'])
      const several = await get({ range: 'bytes=0-1,150-151' })
      expect(several.status).toBe(206)
      expect(several.headers.get('content-type')).toMatch(/^multipart\/byteranges/)
      expect((await several.text()).match(/^01\r$/gm)).toHaveLength(2)
    })

    it('answers the conditions that its own tags are in', async () => {
      const etag = (await get()).headers.get('etag') ?? ''
      expect(etag).not.toBe('')
      expect((await get({ 'if-none-match': etag })).status).toBe(304)
      expect((await get({ 'if-modified-since': modified.toUTCString() })).status).toBe(304)
      expect((await get({ 'if-match': etag })).status).toBe(200)
    })

    it('never sends a coded file as a plain one', async () => {
      const response = await get({ 'accept-encoding': 'gzip' }, '/assets/a%20b/plain.txt')
      expect([response.headers.get('content-encoding'), await response.text()]).toEqual([null, content])
    })

    it('sends nothing from elsewhere', async () => {
      for (const path of ['/assets/..%2f..%2fetc/passwd', '/assets/%2e%2e/%2e%2e/etc/passwd', '/files/a%20b/plain.txt'])
        expect((await get({}, path)).status).toBeGreaterThanOrEqual(400)
    })
  })
}

requireBinaries('nginx')('behind nginx', () => {
  handsOver({
    header: 'X-Accel-Redirect',
    serve: serveHttp,
    sendfile: (folder) => ({ header: 'X-Accel-Redirect', folders: { [folder]: '/files' } }),
    start: (backend, folder) =>
      startNginx((site) =>
        nginxHttp({ backend })(site).replace('location / {', `location /files/ {\n internal;\n alias ${folder}/;\n }\n location / {`),
      ),
  })
})

requireBinaries('apache2', 'mod_xsendfile')('behind Apache', () => {
  handsOver({
    header: 'X-Sendfile',
    serve: serveHttp,
    sendfile: (folder) => ({ header: 'X-Sendfile', folders: { [folder]: folder }, encoded: false }),
    start: (backend, folder) => {
      const { modules, site } = apacheHttp({ backend })
      return startApache({
        modules: [...modules, 'xsendfile'],
        site: (at) => site(at).replace('ProxyPreserveHost On', `ProxyPreserveHost On\nXSendFile On\nXSendFilePath "${folder}"`),
      })
    },
  })
})

requireBinaries('lighttpd')('behind lighttpd', () => {
  handsOver({
    header: 'X-Sendfile',
    serve: serveFastcgi,
    sendfile: (folder) => ({ header: 'X-Sendfile', folders: { [folder]: folder } }),
    start: (backend, folder) =>
      startLighttpd((site) =>
        lighttpdFastcgi({ backend })(site).replace(
          '"check-local"',
          `"x-sendfile" => "enable", "x-sendfile-docroot" => ( "${folder}" ), "check-local"`,
        ),
      ),
  })
})
