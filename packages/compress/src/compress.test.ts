import { bodyOf, contextFor, reply, stream, text, type Application, type BodySource, type Context } from '@gangway/gateway'
import { decoded, decodedSoFar } from '../../../test/src/decoded.ts'
import { compress } from './compress.ts'
import type { Encoding } from './encoding.ts'
import type { CompressOptions } from './options.ts'

const page = Array.from({ length: 200 }, (_, index) => `<li>entry ${index}</li>\n`).join('')
const html = { 'content-type': 'text/html; charset=utf-8' }
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

interface Ask {
  method?: string
  accept?: string | null
  headers?: Record<string, string>
  options?: CompressOptions
}

function ask(app: Application, { method = 'GET', accept = 'gzip', headers = {}, options }: Ask = {}): Response | Promise<Response> {
  return compress(options)(app)(contextFor(method, '/', { headers: { ...headers, ...(accept !== null && { 'accept-encoding': accept }) } }))
}

async function bytesOf(response: Response): Promise<Buffer> {
  const source = bodyOf(response)
  if (source === null) return Buffer.alloc(0)
  if (typeof source === 'string' || source instanceof Uint8Array) return Buffer.from(source)
  if ('stat' in source) throw new TypeError('a file')
  const chunks: Uint8Array[] = []
  for await (const chunk of source as AsyncIterable<Uint8Array>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function textOf(response: Response): Promise<string> {
  return decoded(response.headers.get('content-encoding'), await bytesOf(response)).toString()
}

const coding = (response: Response) => response.headers.get('content-encoding')
const isPromise = (answer: Response | Promise<Response>) => !('status' in answer)

async function* chunks(...steps: (string | number)[]): AsyncGenerator<string> {
  for (const step of steps) {
    if (typeof step === 'number') await pause(step)
    else yield step
  }
}

describe('compress', () => {
  it.each<Encoding>(['gzip', 'br', 'zstd'])('sends %s with the exact length, in one synchronous call', async (encoding) => {
    const answer = ask(() => text(page), { accept: encoding })
    expect(isPromise(answer)).toBe(false)
    const response = await answer
    expect(coding(response)).toBe(encoding)
    expect(response.headers.get('content-length')).toBe(String((await bytesOf(response)).byteLength))
    expect(await textOf(response)).toBe(page)
  })

  it('offers deflate, in the zlib format, only when told', async () => {
    expect(coding(await ask(() => text(page), { accept: 'deflate' }))).toBeNull()
    const response = await ask(() => text(page), { accept: 'deflate', options: { encodings: ['deflate'] } })
    expect([coding(response), await textOf(response)]).toEqual(['deflate', page])
  })

  it('prefers zstd, then br, then gzip, or what it is told', async () => {
    expect(coding(await ask(() => text(page), { accept: 'gzip, deflate, br, zstd' }))).toBe('zstd')
    expect(coding(await ask(() => text(page), { accept: 'gzip, deflate, br' }))).toBe('br')
    expect(coding(await ask(() => text(page), { accept: 'gzip, br', options: { encodings: ['gzip', 'br'] } }))).toBe('gzip')
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
    expect([coding(response), await textOf(response)]).toEqual(['gzip', page])
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
    expect(coding(response)).toBe('gzip')
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
      const answer = ask(() => given as unknown as Response)
      expect(await answer).toBe(given)
    }
  })
})

describe('C1: parts', () => {
  it.each<[string, number, Record<string, string>]>([
    ['206', 206, { ...html, 'content-range': 'bytes 0-4799/9999' }],
    ['416', 416, { ...html, 'content-range': 'bytes */9999' }],
    ['content-range on 200', 200, { ...html, 'content-range': 'bytes 0-1/2' }],
    ['multipart/byteranges', 200, { 'content-type': 'multipart/byteranges; boundary=x' }],
  ])('are never encoded: %s', async (_, status, headers) => {
    const given = reply(page, { status, headers })
    expect(await ask(() => given)).toBe(given)
    expect(await ask(() => given, { accept: 'gzip, identity;q=0' })).toBe(given)
  })

  it('cannot be asked of what is encoded', async () => {
    const response = await ask(() => text(page, { headers: { 'accept-ranges': 'bytes' } }))
    expect([coding(response), response.headers.has('accept-ranges')]).toEqual(['gzip', false])
  })
})

describe('C2: entity tags', () => {
  const tagged = () => text(page, { headers: { etag: '"x"' } })
  // What an application does that knows its tag.
  const conditional: Application = ({ headers }) => {
    const init = { headers: { etag: '"x"' } }
    const isKnown = headers.get('if-none-match')?.split(',').some((tag) => tag.trim().replace('W/', '') === '"x"') // prettier-ignore
    if (isKnown) return reply(null, { ...init, status: 304 })
    const condition = headers.get('if-match')
    const isCurrent = condition === null || condition.split(',').some((tag) => tag.trim() === '"x"')
    return isCurrent ? text(page, init) : text('', { status: 412 })
  }

  it.each([
    ['weaken', 'W/"x"'],
    ['suffix', '"x-gzip"'],
    ['drop', null],
    ['keep', '"x"'],
  ] as const)('become, with %s, %s', async (etag, tag) => {
    expect((await ask(tagged, { options: { etag } })).headers.get('etag')).toBe(tag)
    expect((await ask(tagged, { accept: null, options: { etag } })).headers.get('etag')).toBe('"x"')
  })

  it('stay weak', async () => {
    const weak = () => text(page, { headers: { etag: 'W/"x"' } })
    expect((await ask(weak)).headers.get('etag')).toBe('W/"x"')
    expect((await ask(weak, { options: { etag: 'suffix' } })).headers.get('etag')).toBe('W/"x-gzip"')
  })

  it.each([
    ['weaken', 'W/"x"', 'W/"x"'],
    ['weaken', '"x"', '"x"'],
    ['weaken', '"y", W/"x"', 'W/"x"'],
    ['suffix', '"x-gzip"', '"x-gzip"'],
    ['suffix', '"x-br"', '"x-br"'],
    ['suffix', '"x"', '"x"'],
    ['suffix', '"y-gzip", W/"x-gzip"', 'W/"x-gzip"'],
    ['drop', '"x"', '"x"'],
    ['keep', '"x"', '"x"'],
  ] as const)('of a 304 are, with %s, for who has %s: %s', async (etag, known, tag) => {
    const response = await ask(conditional, { headers: { 'if-none-match': known }, options: { etag } })
    expect([response.status, response.headers.get('etag'), response.headers.get('vary')]).toEqual([304, tag, 'accept-encoding'])
  })

  it('with a suffix satisfy If-Match, and weak ones do not', async () => {
    const suffix: CompressOptions = { etag: 'suffix' }
    expect((await ask(conditional, { headers: { 'if-match': '"x-gzip"' }, options: suffix })).status).toBe(200)
    expect((await ask(conditional, { headers: { 'if-match': '"a", "x-br"' }, options: suffix })).status).toBe(200)
    expect((await ask(conditional, { headers: { 'if-match': '"y-gzip"' }, options: suffix })).status).toBe(412)
    expect((await ask(conditional, { headers: { 'if-match': 'W/"x-gzip"' }, options: suffix })).status).toBe(412)
    expect((await ask(conditional, { headers: { 'if-match': 'W/"x"' } })).status).toBe(412)
  })

  it('leave If-Range alone, so that what has a suffix or is weak gets the whole', async () => {
    const seen: (string | null)[] = []
    const app: Application = ({ headers }) => {
      seen.push(headers.get('if-range'))
      return tagged()
    }
    await ask(app, { headers: { 'if-range': '"x-gzip"', range: 'bytes=0-9' }, options: { etag: 'suffix' } })
    expect(seen).toEqual(['"x-gzip"'])
  })

  it('leave what is no compressible 304 alone', async () => {
    const given = reply(null, { status: 304, headers: { etag: '"x"', 'content-type': 'image/png' } })
    expect(await ask(() => given, { headers: { 'if-none-match': 'W/"x"' } })).toBe(given)
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
    expect([coding(response), response.headers.get('vary'), await textOf(response)]).toEqual([null, 'accept-encoding', page])
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
    expect([coding(response), response.headers.get('vary')]).toEqual([null, 'accept-encoding'])
  })
})

function fail(): never {
  throw new Error('not to be called')
}

describe('C4: streams', () => {
  it.each([
    ['text/event-stream', 'data: one\n\n', 'gzip'],
    ['application/x-ndjson', '{"n":1}\n', 'br'],
    ['text/html', '<!doctype html><p>Loading', 'zstd'],
  ])('of %s are read at once, however long they pause', async (type, first, encoding) => {
    const headers = { 'content-type': type }
    const started = performance.now()
    const response = await ask(() => stream(chunks(first, 30_000), { headers }), { accept: encoding })
    const received: Uint8Array[] = []
    const body = (bodyOf(response) as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]()
    let said = ''
    while (said === '') {
      const { done, value } = await body.next()
      if (done) throw new Error('the body ended')
      received.push(value)
      said = decodedSoFar(encoding, Buffer.concat(received)).toString()
    }
    expect(said).toBe(first)
    expect(performance.now() - started).toBeLessThan(100)
    await body.return?.()
  })

  it('have their head before their first byte', async () => {
    const started = performance.now()
    const response = await ask(() => stream(chunks(30_000), { headers: { 'content-type': 'text/event-stream' } }))
    expect(coding(response)).toBe('gzip')
    expect(performance.now() - started).toBeLessThan(100)
    await (bodyOf(response) as AsyncIterableIterator<Uint8Array>).return?.()
  })
})

describe('C8: small bodies', () => {
  it.each([
    [1023, null],
    [1024, 'gzip'],
    [1025, 'gzip'],
  ])('of %i bytes are sent with coding %s, whatever they are made of', async (size, expected) => {
    const body = 'x'.repeat(size)
    const sources: BodySource[] = [body, Buffer.from(body), chunks(body), chunks(...body), new Blob([body]).stream()]
    for (const source of sources) {
      const response = await ask(() => reply(source, { headers: html }))
      expect([coding(response), await textOf(response)]).toEqual([expected, body])
    }
    expect(coding(await ask(() => new Response(body, { headers: html })))).toBe(expected)
  })

  it('count in bytes', async () => {
    expect(coding(await ask(() => text('ä'.repeat(511))))).toBeNull()
    expect(coding(await ask(() => text('ä'.repeat(512))))).toBe('gzip')
    expect(coding(await ask(() => text('€'.repeat(341))))).toBeNull()
    expect(coding(await ask(() => text('€'.repeat(342))))).toBe('gzip')
  })

  it('that are empty have no coding', async () => {
    for (const source of ['', new Uint8Array(0), chunks(), chunks('', ''), null]) {
      const response = await ask(() => reply(source, { headers: html }), { accept: 'gzip, identity;q=0', options: { minimumSize: 0 } })
      expect([coding(response), (await bytesOf(response)).byteLength]).toEqual([null, 0])
    }
  })

  it('of a stream that ends at once get an exact length', async () => {
    const response = await ask(() => stream(chunks(...page), { headers: html }))
    expect(response.headers.get('content-length')).toBe(String((await bytesOf(response)).byteLength))
  })

  it('that begin small and pause are compressed', async () => {
    const response = await ask(() => stream(chunks('hi', 20, 'there'), { headers: html }))
    expect([coding(response), await textOf(response)]).toEqual(['gzip', 'hithere'])
  })

  it('with a content-length below the threshold are not read', async () => {
    const given = stream(chunks('hi'), { headers: { ...html, 'content-length': '2' } })
    expect(await ask(() => given)).toBe(given)
  })

  it('have the threshold they are given', async () => {
    expect(coding(await ask(() => text('x'.repeat(100)), { options: { minimumSize: 100 } }))).toBe('gzip')
    expect(coding(await ask(() => text('x'.repeat(99)), { options: { minimumSize: 100 } }))).toBeNull()
  })
})

describe('C9: what is left alone', () => {
  it.each<[string, () => Response]>([
    ['204', () => reply(null, { status: 204, headers: html })],
    ['205', () => reply(null, { status: 205, headers: html })],
    ['a redirect', () => reply(null, { status: 302, headers: { ...html, location: '/' } })],
    ['what is encoded', () => reply(page, { headers: { ...html, 'content-encoding': 'br' } })],
    ['what no cache may transform', () => reply(page, { headers: { ...html, 'cache-control': 'public , No-Transform' } })],
    ['no content type', () => reply(page)],
    ['an image', () => reply(page, { headers: { 'content-type': 'IMAGE/PNG' } })],
    ['what is signed', () => reply(page, { headers: { ...html, 'signature-input': 's=("content-digest")' } })],
  ])('is %s', async (_, make) => {
    const given = make()
    expect((await ask(() => given)) === given).toBe(true)
  })

  it('is an interim or an upgrading response', async () => {
    const upgrade = { status: 101, headers: new Headers(html), body: null } as unknown as Response
    expect(await ask(() => upgrade)).toBe(upgrade)
    const tunnel = text(page)
    const context = contextFor('CONNECT', 'example.org:443')
    expect(await compress()(() => tunnel)(context)).toBe(tunnel)
  })

  it('is what the client does not want transformed', async () => {
    const response = await ask(() => text(page), { headers: { 'cache-control': 'no-cache, no-transform' } })
    expect([coding(response), response.headers.get('vary')]).toEqual([null, 'accept-encoding'])
  })

  it.each(['TEXT/HTML', 'text/html;charset=utf-8', ' text/html ; charset=utf-8'])('is not %j', async (type) => {
    expect(coding(await ask(() => reply(page, { headers: { 'content-type': type } })))).toBe('gzip')
  })

  it('is not identity, which is stripped', async () => {
    const identity = () => reply(page, { headers: { ...html, 'content-encoding': 'identity' } })
    expect(coding(await ask(identity))).toBe('gzip')
    expect(coding(await ask(identity, { accept: null }))).toBeNull()
  })

  it('has no digest of other bytes', async () => {
    const headers = { ...html, 'content-md5': 'x', 'content-digest': 'sha-256=:x:', 'repr-digest': 'sha-256=:x:' }
    const response = await ask(() => reply(page, { headers }))
    expect([...response.headers.keys()]).toEqual(['content-encoding', 'content-length', 'content-type', 'vary'])
    const plain = await ask(() => reply(page, { headers }), { accept: null })
    expect(plain.headers.get('repr-digest')).toBe('sha-256=:x:')
  })

  it('is compressed only once by two of them', async () => {
    const app = compress()(compress()(() => text(page, { headers: { etag: '"x"' } })))
    const response = await app(contextFor('GET', '/', { headers: { 'accept-encoding': 'gzip, br' } }))
    expect([coding(response), await textOf(response), response.headers.get('etag')]).toEqual(['br', page, 'W/"x"'])
  })
})

describe('C9: HEAD', () => {
  const heads = async (app: Application, options: CompressOptions = {}) => {
    const [get, head] = await Promise.all(['GET', 'HEAD'].map((method) => ask(app, { method, options })))
    if (!get || !head) throw new TypeError('no answer')
    return { get: get.headers, head: head.headers, body: bodyOf(head) }
  }

  it.each([
    ['text', () => text(page, { headers: { etag: '"x"' } })],
    ['a stream', () => stream(chunks(page, 5, page), { headers: html })],
    ['a large body', () => text(page.repeat(30))],
    ['what does not shrink', () => text('small')],
  ])('has the fields of GET but for the length: %s', async (_, app) => {
    const { get, head } = await heads(app)
    expect(head.has('content-length')).toBe(false)
    const others = [...get].filter(([name]) => name !== 'content-length')
    expect([...head]).toEqual(others)
  })

  it('cancels the source', async () => {
    const reasons: unknown[] = []
    const source = new ReadableStream<Uint8Array>({ start: (c) => c.enqueue(Buffer.from(page)), cancel: (reason) => void reasons.push(reason) }) // prettier-ignore
    const response = await ask(() => stream(source, { headers: html }), { method: 'HEAD' })
    expect([coding(response), bodyOf(response), reasons.length]).toEqual(['gzip', null, 1])
  })

  it('goes by the length that an application says without a body', async () => {
    const head = async (length: string) => ask(() => reply(null, { headers: { ...html, 'content-length': length } }), { method: 'HEAD' })
    expect([coding(await head('5000')), (await head('5000')).headers.has('content-length')]).toEqual(['gzip', false])
    expect([coding(await head('50')), (await head('50')).headers.get('content-length')]).toEqual([null, '50'])
  })

  it('says only what is sure when nobody knows the length', async () => {
    const response = await ask(() => reply(null, { headers: { ...html, etag: '"x"' } }), { method: 'HEAD' })
    expect([coding(response), response.headers.get('vary'), response.headers.get('etag')]).toEqual([null, 'accept-encoding', 'W/"x"'])
  })
})

describe('C10: what the client wants', () => {
  it('is sent as it is when nothing fits, unless strict', async () => {
    const response = await ask(() => text(page), { accept: 'identity;q=0, lzma' })
    expect([response.status, coding(response), await textOf(response)]).toEqual([200, null, page])
    let isCalled = false
    const app = () => {
      isCalled = true
      return text(page)
    }
    const failure: unknown = await (async () => ask(app, { accept: '*;q=0', options: { strict: true } }))().catch((error: unknown) => error)
    expect(failure).toMatchObject({ status: 406, headers: expect.anything() })
    expect(isCalled).toBe(false)
    expect(coding(await ask(() => text(page), { accept: 'gzip, *;q=0', options: { strict: true } }))).toBe('gzip')
  })

  it('is encoded, small or not, when the client refuses identity', async () => {
    const refusing = { accept: 'gzip, identity;q=0' }
    expect(coding(await ask(() => text('hi'), refusing))).toBe('gzip')
    expect(coding(await ask(() => reply('hi', { headers: { 'content-type': 'image/png' } }), refusing))).toBe('gzip')
    expect(await textOf(await ask(() => stream(chunks('hi'), { headers: html }), refusing))).toBe('hi')
  })
})

describe('bodies that are not what they say', () => {
  it('fail when their length is another', async () => {
    const lying = (source: BodySource) => () => reply(source, { headers: { ...html, 'content-length': '5000' } })
    for (const source of [page.slice(0, 4999), Buffer.alloc(5001, 'x'), chunks(page.slice(0, 2000))]) {
      await expect((async () => ask(lying(source)))()).rejects.toThrow('content-length')
    }
    const response = await ask(lying(chunks(page.slice(0, 2000), 5, 'more')))
    await expect(bytesOf(response)).rejects.toThrow('ended after 2004 bytes of a content-length of 5000')
  })

  it('fail when they were read or are being read', async () => {
    const used = new Response(page, { headers: html })
    await used.text()
    const locked = new Response(page, { headers: html })
    locked.body?.getReader()
    const read = text(page)
    await read.text()
    for (const given of [used, locked, read]) {
      await expect((async () => ask(() => given))()).rejects.toThrow('already read')
      // A body that was read cannot be cloned, and says so itself.
      expect(() => given.clone()).toThrow(TypeError)
    }
  })

  it('can be cloned before and after', async () => {
    for (const given of [new Response(page, { headers: html }), text(page), stream(chunks(page), { headers: html })]) {
      const copy = given.clone()
      const response = await ask(() => given)
      const second = response.clone()
      expect([await textOf(response), await copy.text()]).toEqual([page, page])
      expect(decoded('gzip', Buffer.from(await second.arrayBuffer())).toString()).toBe(page)
    }
  })
})

describe('options', () => {
  it.each<[string, CompressOptions]>([
    ['an unknown encoding', { encodings: ['lzma' as 'gzip'] }],
    ['no encoding', { encodings: [] }],
    ['a negative size', { minimumSize: -1 }],
    ['a size that is no number', { minimumSize: Number.NaN }],
    ['an unknown etag mode', { etag: 'strong' as 'keep' }],
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
    expect(coding(await ask(image, { options: { isCompressible } }))).toBe('gzip')
    expect(coding(await ask(() => text(page), { options: { isCompressible } }))).toBeNull()
    expect(coding(await ask(() => text(page), { options: { levels: { gzip: 0 } } }))).toBeNull()
  })

  it('tell what it took in Server-Timing', async () => {
    const timed = (app: (context: Context) => Response) => ask(app, { options: { serverTiming: true } })
    expect((await timed(() => text(page))).headers.get('server-timing')).toMatch(/^enc;dur=\d+\.\d\d;desc="gzip \d+\.\dx"$/)
    const streamed = await timed(() => stream(chunks('a', 5, 'b'), { headers: { ...html, 'server-timing': 'db;dur=5' } }))
    expect(streamed.headers.get('server-timing')).toBe('db;dur=5, enc;desc="gzip"')
    expect((await timed(() => text('small'))).headers.has('server-timing')).toBe(false)
  })
})
