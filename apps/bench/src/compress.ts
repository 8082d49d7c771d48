import { get } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { startContender } from './contender.ts'
import { pageAt } from './contenders/page.ts'
import type { Report } from './report.ts'
import { sideBySide, type Row } from './side-by-side.ts'

const contenders = {
  'node:http and node:zlib (the floor)': 'compress-floor',
  Gangway: 'compress-gangway',
  'Express, compression': 'compress-express',
  'Fastify, @fastify/compress': 'compress-fastify',
  'Hono, hono/compress': 'compress-hono',
  'Koa, koa-compress': 'compress-koa',
}

const sizes = [1024, 4096, 16_384, 65_536, 262_144, 1_048_576]

/** gzip level 6 of pages from 1 kB to 1 MB, whole and streamed, beside node:zlib by itself and the middleware of others. */
export async function compress(report: Report): Promise<void> {
  const rows: Row[] = []
  try {
    for (const [name, module] of Object.entries(contenders)) rows.push({ name, contender: await startContender(module) })
    for (const kind of ['buffer', 'stream']) {
      for (const size of sizes) {
        const path = `/${kind}/${size}`
        for (const { name, contender } of rows) await checkBody(name, contender.address, path)
        const request = Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n`)
        const title = `gzip of ${size / 1024} KiB, ${kind === 'buffer' ? 'whole' : 'streamed in 16 KiB'}, 16 connections`
        report.add(title, await sideBySide(rows, { request, connections: 16, rounds: 5, milliseconds: 600 }))
      }
    }
  } finally {
    for (const { contender } of rows) await contender.stop()
  }
}

async function checkBody(name: string, address: number | string, path: string): Promise<void> {
  const body = await new Promise<Buffer>((resolve, reject) => {
    get({ host: '127.0.0.1', port: address, path, headers: { 'accept-encoding': 'gzip' } }, (response) => {
      if (response.headers['content-encoding'] === 'gzip') buffer(response).then(resolve, reject)
      else reject(new Error(`bench: ${name} does not compress ${path}`))
    }).on('error', reject)
  })
  if (!gunzipSync(body).equals(pageAt(path).body)) throw new Error(`bench: ${name} answers ${path} wrongly`)
}
