import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bodyOf, contextFor, exchange, file, type Application, type Head, type Incoming } from '@gangway/gateway'
import { bytesOf, textOf } from '../../../test/src/response-body.ts'
import { compress } from './compress.ts'
import type { CompressOptions } from './options.ts'

const folder = mkdtempSync(join(tmpdir(), 'gangway-compress-'))
const text = Array.from({ length: 500 }, (_, index) => `.class-${index} { color: #${index} }\n`).join('')
const large = text.repeat(20)
const small = join(folder, 'small.css')
const big = join(folder, 'big.css')
writeFileSync(small, text)
writeFileSync(big, large)
writeFileSync(join(folder, 'tiny.css'), 'a {}')
afterAll(() => rmSync(folder, { recursive: true }))

const ask = async (path: string, headers: Record<string, string> = {}, { method = 'GET', can = {}, ...options }: CompressOptions & { method?: string; can?: object } = {}) =>
  compress(options)(() => file(path))(contextFor(method, '/', { can, headers: { 'accept-encoding': 'gzip', ...headers } })) // prettier-ignore

// What the gateway makes of a file by itself.
async function headBy(app: Application): Promise<Map<string, string>> {
  const head = await new Promise<Head>((resolve, reject) => {
    const context = contextFor('GET', '/')
    const incoming: Incoming = { method: 'GET', target: '/', scheme: 'http', authority: 'localhost', mount: '', path: '/', query: '', fields: [], body: null, client: context.client, tls: null, gateway: context.gateway, can: context.can, log: reject, waitUntil: () => {} } // prettier-ignore
    exchange(app, incoming, { send: resolve, start: resolve, write: () => {}, end: () => {}, fail: reject })
  })
  return new Map(head.fields.flatMap((name, index) => (index % 2 === 0 ? [[name, head.fields[index + 1] ?? '']] : [])))
}

describe('compress and files', () => {
  it('compresses a small one with its exact length', async () => {
    const response = await ask(small)
    expect(response.headers.get('content-length')).toBe(String((await bytesOf(response)).byteLength))
    expect(await textOf(response)).toBe(text)
  })

  it('compresses a large one as it is read', async () => {
    const response = await ask(big)
    expect([response.headers.has('content-length'), response.headers.has('accept-ranges')]).toEqual([false, false])
    expect(await textOf(response)).toBe(large)
  })

  it('C2: gives the tag and the time that the gateway gives, the tag as a weak one', async () => {
    const { headers } = await ask(small)
    const own = await headBy(() => file(small))
    expect(headers.get('etag')).toBe(`W/${own.get('etag')}`)
    expect(headers.get('last-modified')).toBe(own.get('last-modified'))
  })

  it('C1: leaves parts, small files and what the front server sends to the gateway', async () => {
    const isFile = (response: Response) => typeof bodyOf(response) === 'object' && 'stat' in Object(bodyOf(response))
    for (const response of [await ask(small, { range: 'bytes=0-9' }), await ask(small, {}, { can: { sendfile: true } })]) {
      expect([isFile(response), response.headers.get('vary')]).toEqual([true, 'accept-encoding'])
    }
    expect(isFile(await ask(join(folder, 'tiny.css')))).toBe(true)
    expect(isFile(await ask(small, { 'accept-encoding': 'identity' }))).toBe(true)
  })

  it('C9: answers HEAD as GET', async () => {
    const [get, head] = [await ask(small), await ask(small, {}, { method: 'HEAD' })]
    expect(bodyOf(head)).toBeNull()
    expect([...head.headers]).toEqual([...get.headers].filter(([name]) => name !== 'content-length'))
  })

  it('adds jitter', async () => {
    const plain = await bytesOf(await ask(big))
    const lengthened = await bytesOf(await ask(big, {}, { jitter: 50 }))
    expect(lengthened.byteLength).toBeGreaterThan(plain.byteLength)
    expect(await textOf(await ask(big, {}, { jitter: 50 }))).toBe(large)
  })

  it('fails when there is none, and when it shrinks while it is read', async () => {
    await expect(ask(join(folder, 'none.css'))).rejects.toMatchObject({ status: 404 })
    const shrinking = join(folder, 'shrinking.css')
    writeFileSync(shrinking, large)
    const response = await ask(shrinking)
    truncateSync(shrinking, 70_000)
    await expect(bytesOf(response)).rejects.toThrow('ended after 70000 bytes')
  })
})
