import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { contextFor, text, type Context } from '@gangway/gateway'
import { decompress, type DecompressOptions } from './decompress.ts'
import { engine as fflateEngine } from './fflate-engine.ts'
import { platformEngine } from './platform-engine.ts'

const message = JSON.stringify({ list: Array.from({ length: 500 }, (_, index) => ({ index, name: `entry ${index}` })) })
const encoders = {
  gzip: gzipSync,
  'x-gzip': gzipSync,
  GZip: gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
  zstd: zstdCompressSync,
}

async function* chunks(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.byteLength; start += size) yield bytes.subarray(start, start + size)
}

interface Post {
  encoding: string
  body: Uint8Array | AsyncIterable<Uint8Array> | null
  options?: DecompressOptions
}

async function post(
  { encoding, body, options }: Post,
  read: (context: Context) => unknown = (context) => context.body?.text(),
): Promise<unknown> {
  let answer: unknown
  const app = decompress(options)(async (context) => {
    answer = await read(context)
    return text('done')
  })
  await app(contextFor('POST', '/', { body, headers: { 'content-encoding': encoding, 'content-type': 'application/json', cookie: 'a=1' } }))
  return answer
}

describe('decompress', () => {
  it.each(Object.entries(encoders))('shows the application what was sent as %s', async (encoding, encode) => {
    expect(await post({ encoding, body: encode(message) })).toBe(message)
    expect(await post({ encoding, body: chunks(encode(message), 7) })).toBe(message)
  })

  it('undoes codings in the reverse of their order', async () => {
    expect(await post({ encoding: 'gzip, br', body: brotliCompressSync(gzipSync(message)) })).toBe(message)
  })

  it('hides that the body was encoded, and nothing else', async () => {
    const seen = await post({ encoding: 'gzip', body: gzipSync(message) }, async ({ headers, request }) => [
      [...headers.keys()],
      await request.json(),
    ])
    expect(seen).toEqual([['content-type', 'cookie', 'host'], JSON.parse(message)])
  })

  it('leaves what is not encoded alone', async () => {
    const context = contextFor('POST', '/', { body: message })
    let seen: Context | undefined
    await decompress()((given) => {
      seen = given
      return text('')
    })(context)
    expect(seen).toBe(context)
    const read = async ({ headers, body }: Context) => [headers.get('content-length'), await body?.text()]
    expect(await post({ encoding: 'identity', body: Buffer.from(message) }, read)).toEqual([String(message.length), message])
    expect(await post({ encoding: 'gzip', body: null }, ({ body }) => body)).toBeNull()
  }) // prettier-ignore

  it('reads nothing before the application does, and stops its source when that stops', async () => {
    let pulled = 0
    let isStopped = false
    const source = async function* () {
      try {
        for (const chunk of [gzipSync(message)]) {
          pulled++
          yield chunk
        }
        await new Promise(() => {})
      } finally {
        isStopped = true
      }
    }
    await post({ encoding: 'gzip', body: source() }, () => undefined)
    expect([pulled, isStopped]).toEqual([0, false])
  })

  it.each([['lzma'], ['gzip, lzma'], ['gzip, gzip, gzip'], ['dcb']])('answers %s with 415 and what it takes', async (encoding) => {
    const failure: unknown = await post({ encoding, body: gzipSync(message) }).catch((error: unknown) => error)
    expect(failure).toMatchObject({ status: 415 })
    const { headers } = failure as { headers: { get(name: string): string } }
    expect(headers.get('accept-encoding')).toBe('zstd, br, gzip, deflate')
  })

  it('takes only the encodings it is told', async () => {
    await expect(post({ encoding: 'br', body: brotliCompressSync(message), options: { encodings: ['gzip'] } })).rejects.toMatchObject({
      status: 415,
    })
    await expect(post({ encoding: 'br', body: brotliCompressSync(message), options: { engine: fflateEngine } })).rejects.toMatchObject({
      status: 415,
    })
  })

  it.each([
    ['platform', platformEngine],
    ['fflate', fflateEngine],
  ])('fails with 400 for what is damaged or cut, with the %s engine', async (_, engine) => {
    const encoded = gzipSync(message)
    const damaged = Buffer.from(encoded)
    damaged.fill(0xff, 30, 60)
    for (const body of [damaged, encoded.subarray(0, -1), Buffer.from('plain'), new Uint8Array(0)]) {
      await expect(post({ encoding: 'gzip', body, options: { engine } })).rejects.toMatchObject({ code: 'ERR_BAD_REQUEST', status: 400 })
    }
  })

  it('fails with the error of the connection', async () => {
    const failure = new Error('the peer left')
    const source = async function* () {
      yield gzipSync(message).subarray(0, 50)
      throw failure
    }
    await expect(post({ encoding: 'gzip', body: source() })).rejects.toBe(failure)
  })

  it.each<[string, (bytes: Uint8Array) => Uint8Array, DecompressOptions]>([
    ['gzip', gzipSync, {}],
    ['gzip', gzipSync, { engine: fflateEngine }],
    ['deflate', deflateSync, { engine: fflateEngine }],
    ['br', brotliCompressSync, {}],
    ['zstd', zstdCompressSync, {}],
  ])('stops a bomb of %s at the limit with 413', async (encoding, encode, options) => {
    const bomb = encode(new Uint8Array(50_000_000))
    let received = 0
    const read = async ({ body }: Context) => {
      for await (const chunk of body ?? []) received += chunk.byteLength
    }
    const failure = { code: 'ERR_BODY_TOO_LARGE', status: 413 }
    await expect(post({ encoding, body: bomb, options }, read)).rejects.toMatchObject(failure)
    expect(received).toBeLessThanOrEqual(Math.max(1_048_576, 100 * bomb.byteLength))
    received = 0
    await expect(post({ encoding, body: bomb, options: { ...options, maximumRatio: 1e9 } }, read)).rejects.toMatchObject(failure)
    expect(received).toBeLessThanOrEqual(10_485_760)
    received = 0
    await expect(post({ encoding, body: bomb, options: { ...options, maximumSize: 100_000 } }, read)).rejects.toMatchObject(failure)
    expect(received).toBeLessThanOrEqual(100_000)
  })

  it('stops a bomb inside another', async () => {
    const bomb = gzipSync(gzipSync(new Uint8Array(20_000_000)))
    await expect(post({ encoding: 'gzip, gzip', body: bomb })).rejects.toMatchObject({ status: 413 })
  })

  it('takes what is large and within the limits', async () => {
    const large = new Uint8Array(5_000_000)
    const options = { maximumSize: 5_000_000, maximumRatio: 2000 }
    expect(await post({ encoding: 'gzip', body: gzipSync(large), options }, async ({ body }) => (await body?.bytes())?.byteLength)).toBe(
      5_000_000,
    )
  })

  it.each<DecompressOptions>([{ maximumSize: 0 }, { maximumRatio: Number.NaN }, { encodings: ['lzma' as 'gzip'] }])(
    'refuses the options %j',
    (options) => {
      expect(() => decompress(options)).toThrow(TypeError)
    },
  )
})
