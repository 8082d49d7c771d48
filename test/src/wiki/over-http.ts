import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { makeCertificate } from '../certificate.ts'
import { cgiProgram } from '../cgi-program.ts'
import { freePort } from '../free-port.ts'
import { httpClient } from '../http-client.ts'
import { http2Client } from '../http2-client.ts'
import { importing } from '../importing.ts'
import { startProcess } from '../process.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { builtWiki } from './built-wiki.ts'
import type { RunningGateway } from './gateway.ts'

/** Serves the wiki over HTTP/2 without TLS. */
export async function overHttp2Cleartext(data: string): Promise<RunningGateway> {
  const { origin, stop } = await serving(data, { options: { http2: true } })
  return { ask: http2Client(`http://${origin}`), stop }
}

/** Serves the wiki over HTTP/2 with TLS. */
export async function overHttp2(data: string): Promise<RunningGateway> {
  const folder = temporaryFolder()
  const pem = readFileSync(makeCertificate(folder).certificate, 'utf8')
  const { origin, stop } = await serving(data, { options: { tls: { key: pem, cert: pem } }, folder })
  return { ask: http2Client(`https://${origin}`, pem), stop }
}

/** Serves the wiki over HTTP/1.1 below a path, which a function around it takes off. */
export async function overHttpBelow(mount: string, data: string): Promise<RunningGateway> {
  const { origin, stop } = await serving(data, {
    application: `(context) => wiki(context.with({ mount: '${mount}', path: context.path.slice(${mount.length}) }))`,
  })
  return { ask: httpClient(`http://${origin}`), stop }
}

interface Serving {
  options?: object
  /** Source text of the application around `wiki`. */
  application?: string
  folder?: string
}

async function serving(data: string, { options = {}, application = 'wiki', folder = temporaryFolder() }: Serving) {
  const port = await freePort()
  const program = cgiProgram(
    folder,
    'serve',
    `import { serve } from '${importing('@gangway/http')}'
import { open } from '${pathToFileURL(builtWiki('app.js')).href}'
process.env.WIKI_DATA = ${JSON.stringify(data)}
const wiki = await open()
await serve(${application}, ${JSON.stringify({ listen: port, ...options })})
`,
  )
  const { stop } = await startProcess([program], folder, { host: '127.0.0.1', port })
  return { origin: `127.0.0.1:${port}`, stop }
}
