import { contextFor, stream, text } from '@gangway/gateway'
import { bytesOf, textOf } from '../../../test/src/response-body.ts'
import { compress } from './compress.ts'
import { jitterOf, padder } from './jitter.ts'

const page = 'a secret in a page, '.repeat(100)
const ask = (accept: string, body: string, options: Parameters<typeof compress>[0] = {}) =>
  compress(options)(() => text(body))(contextFor('GET', '/', { headers: { 'accept-encoding': accept } }))

describe('jitterOf', () => {
  it('gives the same length for the same content, and all lengths for others', () => {
    const jitter = jitterOf(8)
    const lengths = new Set<number>()
    for (let index = 0; index < 200; index++) {
      const content = Buffer.from(`content ${index}`)
      expect(jitter(content)).toBe(jitter(content))
      lengths.add(jitter(content))
    }
    expect(lengths).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8]))
  })

  it('differs between processes', () => {
    const [one, other] = [jitterOf(1e9), jitterOf(1e9)]
    expect(one(Buffer.from('x'))).not.toBe(other(Buffer.from('x')))
  })
})

describe('padder', () => {
  it('pads the first chunk of gzip alone', () => {
    const pad = padder('gzip', 4)
    const header = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3)
    expect(pad([], false)).toEqual([])
    expect([...(pad([header], false)[0] ?? [])]).toEqual([0x1f, 0x8b, 8, 0x10, 0, 0, 0, 0, 0, 3, 32, 32, 32, 0])
    expect(pad([header], true)).toEqual([header])
  })

  it('refuses an engine that writes another header', () => {
    expect(() => padder('gzip', 4)([Uint8Array.of(0x1f)], false)).toThrow(TypeError)
  })

  it('puts a frame to be skipped behind zstd', () => {
    const pad = padder('zstd', 2)
    expect(pad([Uint8Array.of(1)], false)).toEqual([Uint8Array.of(1)])
    expect(pad([], true)).toEqual([Uint8Array.of(0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 0, 0)])
  })
})

describe('compress with jitter', () => {
  it.each(['gzip', 'zstd'])('sends %s of lengths that vary with the content, and not with the time', async (encoding) => {
    const jittered = compress({ jitter: 64 })
    const lengthOf = async (body: string) =>
      (await bytesOf(await jittered(() => text(body))(contextFor('GET', '/', { headers: { 'accept-encoding': encoding } })))).byteLength
    const lengths = new Set<number>()
    for (let index = 0; index < 30; index++) lengths.add((await lengthOf(page + String.fromCharCode(97 + (index % 26)))) - 0)
    expect(lengths.size).toBeGreaterThan(8)
    expect(await lengthOf(page)).toBe(await lengthOf(page))
    expect(await textOf(await ask(encoding, page, { jitter: 64 }))).toBe(page)
  })

  it.each(['gzip', 'zstd'])('sends streams of %s that can be decoded', async (encoding) => {
    const chunks = async function* () {
      yield page
      await new Promise((resolve) => setTimeout(resolve, 5))
      yield page
    }
    const app = compress({ jitter: 64 })(() => stream(chunks(), { headers: { 'content-type': 'text/html' } }))
    expect(await textOf(await app(contextFor('GET', '/', { headers: { 'accept-encoding': encoding } })))).toBe(page + page)
  })

  it('leaves br alone, which has no room for it', async () => {
    expect((await ask('br, gzip', page, { jitter: 1 })).headers.get('content-encoding')).toBe('gzip')
    expect((await ask('br', page, { jitter: 1 })).headers.get('content-encoding')).toBeNull()
  })
})
