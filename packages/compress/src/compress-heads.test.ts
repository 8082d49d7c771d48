import { bodyOf, contextFor, reply, stream, text, type Application } from '@gangway/gateway'
import { ask, codingOf } from '../../../test/src/ask-compress.ts'
import { textOf } from '../../../test/src/response-body.ts'
import { compress } from './compress.ts'
import type { CompressOptions } from './options.ts'

const page = Array.from({ length: 200 }, (_, index) => `<li>entry ${index}</li>\n`).join('')
const html = { 'content-type': 'text/html; charset=utf-8' }
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function* chunks(...steps: (string | number)[]): AsyncGenerator<string> {
  for (const step of steps) {
    if (typeof step === 'number') await pause(step)
    else yield step
  }
}

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
    expect([codingOf(response), response.headers.has('accept-ranges')]).toEqual(['gzip', false])
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
    expect(await ask(() => upgrade, { isChecked: false })).toBe(upgrade)
    const tunnel = text(page)
    const context = contextFor('CONNECT', 'example.org:443')
    expect(await compress()(() => tunnel)(context)).toBe(tunnel)
  })

  it('is what the client does not want transformed', async () => {
    const response = await ask(() => text(page), { headers: { 'cache-control': 'no-cache, no-transform' } })
    expect([codingOf(response), response.headers.get('vary')]).toEqual([null, 'accept-encoding'])
  })

  it.each(['TEXT/HTML', 'text/html;charset=utf-8', ' text/html ; charset=utf-8'])('is not %j', async (type) => {
    expect(codingOf(await ask(() => reply(page, { headers: { 'content-type': type } })))).toBe('gzip')
  })

  it('is not identity, which is stripped', async () => {
    const identity = () => reply(page, { headers: { ...html, 'content-encoding': 'identity' } })
    expect(codingOf(await ask(identity))).toBe('gzip')
    expect(codingOf(await ask(identity, { accept: null }))).toBeNull()
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
    expect([codingOf(response), await textOf(response), response.headers.get('etag')]).toEqual(['br', page, 'W/"x"'])
  })
})

describe('C9: HEAD', () => {
  const heads = async (app: Application, options: CompressOptions = {}) => {
    const get = await ask(app, { options })
    const head = await ask(app, { method: 'HEAD', options })
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
    expect([codingOf(response), bodyOf(response), reasons.length]).toEqual(['gzip', null, 1])
  })

  it('goes by the length that an application says without a body', async () => {
    const head = async (length: string) => ask(() => reply(null, { headers: { ...html, 'content-length': length } }), { method: 'HEAD' })
    expect([codingOf(await head('5000')), (await head('5000')).headers.has('content-length')]).toEqual(['gzip', false])
    expect([codingOf(await head('50')), (await head('50')).headers.get('content-length')]).toEqual([null, '50'])
  })

  it('says only what is sure when nobody knows the length', async () => {
    const response = await ask(() => reply(null, { headers: { ...html, etag: '"x"' } }), { method: 'HEAD' })
    expect([codingOf(response), response.headers.get('vary'), response.headers.get('etag')]).toEqual([null, 'accept-encoding', 'W/"x"'])
  })
})
