import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { createBrotliDecompress, createGunzip, createZstdDecompress } from 'node:zlib'
import { serve as serveFastcgi } from '@gangway/fastcgi'
import { reply, stream, type Application } from '@gangway/gateway'
import { serve as serveHttp } from '@gangway/http'
import { lighttpdFastcgi } from '../../../test/src/configurations/lighttpd-fastcgi.ts'
import { nginxFastcgi } from '../../../test/src/configurations/nginx-fastcgi.ts'
import { curlCompressed } from '../../../test/src/curl.ts'
import { startLighttpd } from '../../../test/src/lighttpd.ts'
import { startNginx } from '../../../test/src/nginx.ts'
import { requireBinaries } from '../../../test/src/require-binaries.ts'
import { temporaryFolder } from '../../../test/src/temporary-folder.ts'
import { compress } from './compress.ts'
import type { CompressOptions } from './options.ts'

const page = Array.from({ length: 20_000 }, (_, index) => `<li>entry ${index} ${(index * 7919) % 1013}</li>\n`).join('')
const html = { 'content-type': 'text/html; charset=utf-8' }

interface Origin {
  readonly origin: string
  stop(): Promise<void>
}

async function overHttp(app: Application): Promise<Origin> {
  const server = await serveHttp(app, { listen: { host: '127.0.0.1', port: 0 }, signals: [] })
  const { address } = server
  if (!('port' in address)) throw new TypeError('no port')
  return { origin: `http://127.0.0.1:${address.port}`, stop: () => server.close({ grace: 0 }) }
}

async function overFastcgi(app: Application, start: (backend: string) => Promise<Origin>): Promise<Origin> {
  const folder = temporaryFolder()
  const path = join(folder, 'app.sock')
  const server = await serveFastcgi(app, { listen: { path, mode: 0o666 }, signals: [] })
  const front = await start(`unix:${path}`)
  const stop = async () => {
    await front.stop()
    await server.close({ grace: 0 })
    rmSync(folder, { recursive: true, force: true })
  }
  return { origin: front.origin, stop }
}

const behindNginx = (app: Application) => overFastcgi(app, (backend) => startNginx(nginxFastcgi({ backend, responseBuffering: false })))
const behindLighttpd = (app: Application) =>
  overFastcgi(app, (backend) => startLighttpd(lighttpdFastcgi({ backend, responseBuffering: false })))

async function* halves(text: string): AsyncGenerator<string> {
  yield text.slice(0, 5000)
  await new Promise((resolve) => setTimeout(resolve, 5))
  yield text.slice(5000)
}

const bodies: Record<string, (options: CompressOptions) => Application> = {
  'a small page': (options) => compress(options)(() => reply(page.slice(0, 20_000), { headers: html })),
  'a large page': (options) => compress(options)(() => reply(page, { headers: html })),
  'a stream': (options) => compress(options)(() => stream(halves(page), { headers: html })),
}

requireBinaries('curl')('curl --compressed', () => {
  it.each(
    Object.keys(bodies).flatMap((body) => [
      ...(['gzip', 'br', 'zstd', 'deflate'] as const).map((coding) => [body, coding, {}] as const),
      ...(['gzip', 'zstd'] as const).map((coding) => [body, coding, { jitter: 100 }] as const),
    ]),
  )('reads %s as %s with %j', async (body, coding, options) => {
    const server = await overHttp(bodies[body]?.({ encodings: ['gzip', 'br', 'zstd', 'deflate'], ...options }) ?? fail())
    const fetched = await curlCompressed(server.origin, coding)
    expect(fetched.headers.get('content-encoding')).toBe(coding)
    expect(page.startsWith(fetched.body.toString())).toBe(true)
    expect(fetched.body.byteLength).toBe(body === 'a small page' ? 20_000 : page.length)
    await server.stop()
  })
})

function fail(): never {
  throw new TypeError('no such body')
}

const decoders = { gzip: createGunzip, br: createBrotliDecompress, zstd: createZstdDecompress }
const events = 20

// An application that sends its next event only when the one before was read: what holds one back stops everything.
function ping(): { app: Application; read: () => void; sent: number[] } {
  const sent: number[] = []
  let wake = () => {}
  async function* source(): AsyncGenerator<string> {
    for (let index = 0; index < events; index++) {
      const whenRead = new Promise<void>((resolve) => (wake = resolve))
      sent.push(performance.now())
      yield `data: event ${index}\n\n`
      await whenRead
    }
  }
  const app = compress()(() => stream(source(), { headers: { 'content-type': 'text/event-stream' } }))
  return { app, sent, read: () => wake() }
}

async function latencies(start: (app: Application) => Promise<Origin>, coding: keyof typeof decoders): Promise<number[]> {
  const { app, read, sent } = ping()
  const server = await start(app)
  const request = get(server.origin, { headers: { 'accept-encoding': coding } })
  const [response]: IncomingMessage[] = await once(request, 'response')
  if (response?.headers['content-encoding'] !== coding) throw new Error('not encoded')
  const took: number[] = []
  let text = ''
  for await (const chunk of response.pipe(decoders[coding]())) {
    text += String(chunk)
    while (text.includes(`event ${took.length}\n\n`)) {
      took.push(performance.now() - (sent[took.length] ?? 0))
      read()
    }
  }
  await server.stop()
  return took.toSorted((a, b) => a - b)
}

describe('C4: server-sent events', () => {
  const paths: [string, string[], (app: Application) => Promise<Origin>][] = [
    ['over HTTP', [], overHttp],
    ['through nginx and FastCGI', ['nginx'], behindNginx],
    ['through lighttpd and FastCGI', ['lighttpd'], behindLighttpd],
  ]
  for (const [path, binaries, start] of paths) {
    requireBinaries(...binaries)(path, () => {
      it.each(['gzip', 'br', 'zstd'] as const)('can be read within 100 ms of being written, as %s', async (coding) => {
        const took = await latencies(start, coding)
        expect(took).toHaveLength(events)
        // The median, as other programs may take the processor for a while.
        expect(took[events / 2]).toBeLessThan(100)
      })
    })
  }
})
