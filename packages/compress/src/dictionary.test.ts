import { createHash } from 'node:crypto'
import { brotliDecompressSync, zstdDecompressSync } from 'node:zlib'
import { contextFor, reply, stream, type ContextForInit } from '@gangway/gateway'
import { bytesOf } from '../../../test/src/response-body.ts'
import { compress } from './compress.ts'
import { engine as fflateEngine } from './fflate-engine.ts'
import type { CompressOptions } from './options.ts'

const old = Array.from({ length: 3000 }, (_, index) => `export const value${index} = ${(index * 7919) % 100_003}\n`).join('')
const current = old.replace('value7 ', 'value7b ').slice(0, 60_000)
const dictionary = Buffer.from(old)
const sha256 = createHash('sha256').update(dictionary).digest()
const available = `:${sha256.toString('base64')}:`
// Older types do not have it.
const withDictionary: object = { dictionary }
const script = { 'content-type': 'text/javascript' }

interface Ask {
  url?: string
  accept?: string
  headers?: Record<string, string>
  options?: CompressOptions
  response?: () => Response
}

async function ask({ url = 'https://example.org/app.js', accept = 'gzip, br, zstd, dcb, dcz', headers = {}, options = {}, response }: Ask = {}): Promise<Response> {
  const init: ContextForInit = { headers: { 'accept-encoding': accept, 'available-dictionary': available, 'sec-fetch-site': 'same-origin', ...headers } }
  return compress({ dictionaries: [Buffer.from('another'), dictionary], ...options })(response ?? (() => reply(current, { headers: script })))(contextFor('GET', url, init))
} // prettier-ignore

const coding = (response: Response) => response.headers.get('content-encoding')

describe('compress with dictionaries', () => {
  it('sends dcz: a skippable frame with the hash, then zstd', async () => {
    const response = await ask({ accept: 'gzip, br, zstd, dcb, dcz' })
    const bytes = await bytesOf(response)
    expect(coding(response)).toBe('dcz')
    expect(bytes.subarray(0, 8).toString('hex')).toBe('5e2a4d1820000000')
    expect(bytes.subarray(8, 40).equals(sha256)).toBe(true)
    expect(zstdDecompressSync(bytes.subarray(40), withDictionary).toString()).toBe(current)
    expect(bytes.byteLength).toBeLessThan(200)
    expect(response.headers.get('content-length')).toBe(String(bytes.byteLength))
  })

  it('sends dcb: four bytes and the hash, then brotli', async () => {
    const response = await ask({ accept: 'gzip, br, dcb' })
    const bytes = await bytesOf(response)
    expect(coding(response)).toBe('dcb')
    expect(bytes.subarray(0, 4).toString('hex')).toBe('ff444342')
    expect(bytes.subarray(4, 36).equals(sha256)).toBe(true)
    expect(brotliDecompressSync(bytes.subarray(36), withDictionary).toString()).toBe(current)
    expect(bytes.byteLength).toBeLessThan(200)
  })

  it.each(['dcz', 'dcb'])('sends streams as %s', async (accept) => {
    const chunks = async function* () {
      yield old
      await new Promise((resolve) => setTimeout(resolve, 5))
      yield current
    }
    const response = await ask({ accept, response: () => stream(chunks(), { headers: script }) })
    const bytes = await bytesOf(response)
    const decoded =
      accept === 'dcz' ? zstdDecompressSync(bytes.subarray(40), withDictionary) : brotliDecompressSync(bytes.subarray(36), withDictionary)
    expect([coding(response), decoded.toString()]).toEqual([accept, old + current])
    expect(bytes.byteLength).toBeLessThan(1000)
  })

  it('C3: says that it depends on the dictionary, whatever is sent', async () => {
    for (const accept of ['dcz', 'gzip', 'identity']) {
      expect((await ask({ accept })).headers.get('vary')).toBe('accept-encoding, available-dictionary')
    }
  })

  it.each<[string, Ask, string | null]>([
    ['the client does not name the coding', { accept: 'gzip, br, *' }, 'zstd'],
    ['the client refuses it', { accept: 'gzip, dcb;q=0, dcz;q=0' }, 'gzip'],
    ['the client prefers another', { accept: 'gzip, dcz;q=0.5' }, 'gzip'],
    ['nobody knows the dictionary', { headers: { 'available-dictionary': ':AAAA:' } }, 'zstd'],
    ['the field is damaged', { headers: { 'available-dictionary': sha256.toString('base64') } }, 'zstd'],
    ['the connection is not secure', { url: 'http://example.org/app.js' }, 'zstd'],
    ['another site asks', { headers: { 'sec-fetch-site': 'cross-site' } }, 'zstd'],
    ['another site asks without CORS', { headers: { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' } }, 'zstd'],
    ['the platform cannot', { options: { engine: fflateEngine } }, 'gzip'],
  ])('sends what it would without, when %s', async (_, given, expected) => {
    expect(coding(await ask(given))).toBe(expected)
  })

  it.each<[string, Ask]>([
    ['a loopback address', { url: 'http://127.0.0.1:3000/app.js' }],
    ['localhost', { url: 'http://app.localhost/app.js' }],
    ['::1', { url: 'http://[::1]:3000/app.js' }],
    ['a client that says nothing of sites', { headers: { 'sec-fetch-site': 'none' } }],
    [
      'another site that may read it',
      {
        headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' },
        response: () => reply(current, { headers: { ...script, 'access-control-allow-origin': '*' } }),
      },
    ],
  ])('takes %s', async (_, given) => {
    expect(coding(await ask(given))).toBe('dcz')
  })

  it('gives a tag of its own', async () => {
    const response = () => reply(current, { headers: { ...script, etag: '"x"' } })
    expect((await ask({ response, options: { etag: 'suffix' } })).headers.get('etag')).toBe('"x-dcz"')
  })

  it('takes only dcb for what looks like a trained dictionary of zstd', async () => {
    const trained = Buffer.concat([Buffer.from([0x37, 0xa4, 0x30, 0xec]), dictionary])
    const headers = { 'available-dictionary': `:${createHash('sha256').update(trained).digest('base64')}:` }
    expect(coding(await ask({ headers, options: { dictionaries: [trained] } }))).toBe('dcb')
  })
})
