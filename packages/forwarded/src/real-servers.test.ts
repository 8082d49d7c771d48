import { once } from 'node:events'
import { request } from 'node:http'
import { join } from 'node:path'
import { json } from '@gangway/gateway'
import { serve } from '@gangway/http'
import { startApache } from '../../../test/src/apache.ts'
import { apacheHttp } from '../../../test/src/configurations/apache-http.ts'
import { nginxHttp } from '../../../test/src/configurations/nginx-http.ts'
import { startNginx } from '../../../test/src/nginx.ts'
import { requireBinaries } from '../../../test/src/require-binaries.ts'
import { temporaryFolder } from '../../../test/src/temporary-folder.ts'
import type { WebServer } from '../../../test/src/web-server.ts'
import { forwarded } from './forwarded.ts'

const spoofed = {
  'x-forwarded-for': '6.6.6.6',
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'evil.example',
  'x-real-ip': '6.6.6.6',
  forwarded: 'for=6.6.6.6;proto=https',
}

/** What the application sees of a client at 127.0.0.2 that claims to be somebody else. */
async function seenThrough(start: (backend: string) => Promise<WebServer>, kind: 'tcp' | 'unix'): Promise<unknown> {
  const path = join(temporaryFolder(), 'app.sock')
  const app = forwarded({ trust: kind === 'tcp' ? ['127.0.0.1'] : ['unix'] })(({ client, url, headers, forwarded: { isTrusted } }) =>
    json({ client: client.address, scheme: url.protocol, isTrusted, spoofed: Object.keys(spoofed).filter((name) => headers.has(name)) }),
  )
  await using server = await serve(app, { listen: kind === 'tcp' ? '127.0.0.1:0' : { path, mode: 0o666 } })
  const web = await start(server.address.kind === 'tcp' ? `127.0.0.1:${server.address.port}` : `unix:${path}`)
  try {
    const asked = request({ host: '127.0.0.1', port: web.port, localAddress: '127.0.0.2', headers: spoofed, agent: false }).end()
    const [response] = await once(asked, 'response')
    return JSON.parse((await response.toArray()).join(''))
  } finally {
    await web.stop()
  }
}

const truth = { client: '127.0.0.2', scheme: 'http:', isTrusted: true, spoofed: [] }

describe.each(['tcp', 'unix'] as const)('over %s', (kind) => {
  requireBinaries('nginx')('behind nginx', () => {
    it('sees the client, and nothing of what it claims', async () => {
      expect(await seenThrough((backend) => startNginx(nginxHttp({ backend })), kind)).toEqual(truth)
    })
  })

  requireBinaries('apache2')('behind Apache', () => {
    it('sees the client, and nothing of what it claims', async () => {
      expect(await seenThrough((backend) => startApache(apacheHttp({ backend })), kind)).toEqual(truth)
    })
  })
})
