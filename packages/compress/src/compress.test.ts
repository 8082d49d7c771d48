import { bodyOf, reply, stream, text, type Context } from '@gangway/gateway'
import { ask, codingOf } from '../../../test/src/ask-compress.ts'
import { bytesOf, textOf } from '../../../test/src/response-body.ts'
import { compress } from './compress.ts'
import type { Encoding } from './encoding.ts'
import type { CompressOptions } from './options.ts'

const page = Array.from({ length: 200 }, (_, index) => `<li>entry ${index}</li>\n`).join('')
const html = { 'content-type': 'text/html; charset=utf-8' }
const isPromise = (answer: Response | Promise<Response>) => !('status' in answer)
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function* chunks(...steps: (string | number)[]): AsyncGenerator<string> {
  for (const step of steps) {
    if (typeof step === 'number') await pause(step)
    else yield step
  }
}

function fail(): never {
  throw new Error('not to be called')
}

describe('compress', () => {
  it.each<Encoding>(['gzip', 'br', 'zstd'])('sends %s with the exact length, in one synchronous call', async (encoding) => {
    const answer = ask(() => text(page), { accept: encoding })
    expect(isPromise(answer)).toBe(false)
    const response = await answer
    expect(codingOf(response)).toBe(encoding)
    expect(response.headers.get('content-length')).toBe(String((await bytesOf(response)).byteLength))
    expect(await textOf(response)).toBe(page)
  })

  it('offers deflate, in the zlib format, only when told', async () => {
    expect(codingOf(await ask(() => text(page), { accept: 'deflate' }))).toBeNull()
    const response = await ask(() => text(page), { accept: 'deflate', options: { encodings: ['deflate'] } })
    expect([codingOf(response), await textOf(response)]).toEqual(['deflate', page])
  })

  it('prefers zstd, then br, then gzip, or what it is told', async () => {
    expect(codingOf(await ask(() => text(page), { accept: 'gzip, deflate, br, zstd' }))).toBe('zstd')
    expect(codingOf(await ask(() => text(page), { accept: 'gzip, deflate, br' }))).toBe('br')
    expect(codingOf(await ask(() => text(page), { accept: 'gzip, br', options: { encodings: ['gzip', 'br'] } }))).toBe('gzip')
  })

  it('takes what an asynchronous application answers, and its errors', async () => {
    expect(await textOf(await ask(async () => text(page)))).toBe(page)
    await expect(
      ask(async () => {
        throw new Error('broken')
      }),
    ).rejects.toThrow('broken')
  })

  it.each([
    ['a genuine Response', () => new Response(page, { headers: html })],
    ['an immutable one', () => Object.freeze(new Response(page, { headers: html }))],
    ['bytes', () => reply(Buffer.from(page), { headers: html })],
    ['a ReadableStream', () => new Response(new Blob([page]).stream(), { headers: html })],
    ['chunks', () => stream(chunks(page.slice(0, 100), 1, page.slice(100)), { headers: html })],
  ])('compresses %s', async (_, app) => {
    const response = await ask(app)
    expect([codingOf(response), await textOf(response)]).toEqual(['gzip', page])
  })

  it('compresses a large body as it is sent', async () => {
    const large = page.repeat(100)
    const response = await ask(() => text(large))
    expect(response.headers.has('content-length')).toBe(false)
    expect(await textOf(response)).toBe(large)
  })

  it('leaves status, status text, cookies and trailers alone', async () => {
    const headers = [['content-type', 'text/plain'], ['set-cookie', 'a=1'], ['set-cookie', 'b=2']] as const // prettier-ignore
    const response = await ask(() => reply(page, { status: 404, statusText: 'Nowhere', headers }))
    expect([response.status, response.statusText, response.headers.getSetCookie()]).toEqual([404, 'Nowhere', ['a=1', 'b=2']])
    expect(codingOf(response)).toBe('gzip')
  })

  it('does not touch the response it was given', async () => {
    const given = text(page, { headers: { etag: '"x"' } })
    await ask(() => given)
    expect(Object.fromEntries(given.headers)).toEqual({ 'content-type': 'text/plain; charset=utf-8', etag: '"x"' })
    expect(bodyOf(given)).toBe(page)
  })

  it('hands on what is no response, for the gateway to report', async () => {
    for (const given of [undefined, null, 'text', {}]) {
      // A JavaScript application may return anything.
      const answer = ask(() => given as unknown as Response, { isChecked: false })
      expect(await answer).toBe(given)
    }
  })
})

describe('C3: Vary', () => {
  it.each([
    ['no Accept-Encoding', null],
    ['an empty one', ''],
    ['one of others', 'lzma, exi'],
    ['identity', 'identity'],
    ['gzip refused', 'gzip;q=0'],
  ])('is there for %s', async (_, accept) => {
    const response = await ask(() => text(page), { accept })
    expect([codingOf(response), response.headers.get('vary'), await textOf(response)]).toEqual([null, 'accept-encoding', page])
  })

  it('is added once, and not to an asterisk', async () => {
    const vary = async (given: string) => (await ask(() => text(page, { headers: { vary: given } }))).headers.get('vary')
    expect(await vary('Cookie')).toBe('Cookie, accept-encoding')
    expect(await vary('Accept-Encoding')).toBe('Accept-Encoding')
    expect(await vary('*')).toBe('*')
    expect(await vary('X-Accept-Encoding')).toBe('X-Accept-Encoding, accept-encoding')
  })

  it('is not there for what is never encoded', async () => {
    for (const given of [reply(page, { headers: { 'content-type': 'image/png' } }), text('small'), reply(null, { status: 204 })]) {
      expect(await ask(() => given)).toBe(given)
    }
  })

  it('is there where encoding did not shrink the body', async () => {
    const noise = Array.from({ length: 1100 }, () => String.fromCharCode(33 + Math.floor(Math.random() * 94))).join('')
    const engine = {
      canEncode: () => true,
      canDecode: () => false,
      encode: (bytes: Uint8Array) => bytes,
      createEncoder: fail,
      decode: fail,
    }
    const response = await ask(() => text(noise), { options: { engine } })
    expect([codingOf(response), response.headers.get('vary')]).toEqual([null, 'accept-encoding'])
  })
})

describe('C10: what the client wants', () => {
  it('is sent as it is when nothing fits, unless strict', async () => {
    const response = await ask(() => text(page), { accept: 'identity;q=0, lzma' })
    expect([response.status, codingOf(response), await textOf(response)]).toEqual([200, null, page])
    let isCalled = false
    const app = () => {
      isCalled = true
      return text(page)
    }
    const failure: unknown = await (async () => ask(app, { accept: '*;q=0', options: { strict: true } }))().catch((error: unknown) => error)
    expect(failure).toMatchObject({ status: 406, headers: expect.anything() })
    expect(isCalled).toBe(false)
    expect(codingOf(await ask(() => text(page), { accept: 'gzip, *;q=0', options: { strict: true } }))).toBe('gzip')
  })

  it('is encoded, small or not, when the client refuses identity', async () => {
    const refusing = { accept: 'gzip, identity;q=0' }
    expect(codingOf(await ask(() => text('hi'), refusing))).toBe('gzip')
    expect(codingOf(await ask(() => reply('hi', { headers: { 'content-type': 'image/png' } }), refusing))).toBe('gzip')
    expect(await textOf(await ask(() => stream(chunks('hi'), { headers: html }), refusing))).toBe('hi')
  })
})

describe('options', () => {
  it.each<[string, CompressOptions]>([
    ['an unknown encoding', { encodings: ['lzma' as 'gzip'] }],
    ['no encoding', { encodings: [] }],
    ['a negative size', { minimumSize: -1 }],
    ['a size that is no number', { minimumSize: Number.NaN }],
    ['an unknown etag mode', { etag: 'strong' as 'keep' }],
    ['a level beyond the scale', { levels: { gzip: 10 } }],
    ['a level between two', { levels: { br: 1.5 } }],
    ['the level of an unknown encoding', { levels: { lzma: 1 } as object }],
    ['jitter without room for it', { jitter: 10, encodings: ['br'] }],
    ['jitter with dictionaries', { jitter: 10, dictionaries: [Buffer.from('x')] }],
    ['an empty dictionary', { dictionaries: [new Uint8Array(0)] }],
    ['a dictionary of text', { dictionaries: ['x' as unknown as Uint8Array] }],
  ])('are refused: %s', (_, options) => {
    expect(() => compress(options)).toThrow(TypeError)
  })

  it('choose media types and levels', async () => {
    const isCompressible = (type: string) => type === 'image/png'
    const image = () => reply(page, { headers: { 'content-type': 'image/png' } })
    expect(codingOf(await ask(image, { options: { isCompressible } }))).toBe('gzip')
    expect(codingOf(await ask(() => text(page), { options: { isCompressible } }))).toBeNull()
    expect(codingOf(await ask(() => text(page), { options: { levels: { gzip: 0 } } }))).toBeNull()
  })

  it('tell what it took in Server-Timing', async () => {
    const timed = (app: (context: Context) => Response) => ask(app, { options: { serverTiming: true } })
    expect((await timed(() => text(page))).headers.get('server-timing')).toMatch(/^enc;dur=\d+\.\d\d;desc="gzip \d+\.\dx"$/)
    const streamed = await timed(() => stream(chunks('a', 5, 'b'), { headers: { ...html, 'server-timing': 'db;dur=5' } }))
    expect(streamed.headers.get('server-timing')).toBe('db;dur=5, enc;desc="gzip"')
    expect((await timed(() => text('small'))).headers.has('server-timing')).toBe(false)
  })
})
