import { createHash } from 'node:crypto'
import { contextFor, empty, file, HttpError, json, redirect, reply, stack, stream, text, type Application } from '@gangway/gateway'
import { serve } from '@gangway/http'
import { lint } from '@gangway/lint'
import { conditional, type ConditionalOptions } from './conditional.ts'
import type { Preconditions } from './request-preconditions.ts'

type App = Application<{ readonly preconditions: Preconditions }>

const tag = (body: string) => `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
const page: App = () => text('a page', { headers: { 'cache-control': 'private', 'content-language': 'en', 'x-mine': '1' } })
const etag = tag('a page')

async function ask(app: App, headers: Record<string, string> = {}, method = 'GET', options: ConditionalOptions = {}): Promise<Response> {
  return stack().use(lint()).use(conditional(options)).use(lint()).app(app)(contextFor(method, '/', { headers }))
}

const fieldsOf = ({ headers }: Response) => Object.fromEntries(headers)

describe('conditional', () => {
  it('gives a whole body a strong tag of its content', async () => {
    const response = await ask(page)
    expect([response.status, await response.text(), response.headers.get('etag')]).toEqual([200, 'a page', etag])
    expect((await ask(() => text('ü'))).headers.get('etag')).toBe(tag('ü'))
    const bytes = () => reply(new TextEncoder().encode('ü'), { headers: { 'content-type': 'application/octet-stream' } })
    expect((await ask(bytes)).headers.get('etag')).toBe(tag('ü'))
    expect((await ask(page, {}, 'HEAD')).headers.get('etag')).toBe(etag)
  })

  it('answers 304 with what caches need, and nothing that describes the body', async () => {
    for (const method of ['GET', 'HEAD']) {
      const response = await ask(page, { 'if-none-match': `"x", W/${etag}` }, method)
      expect([response.status, response.body]).toEqual([304, null])
      expect(fieldsOf(response)).toEqual({ etag, 'cache-control': 'private', 'x-mine': '1' })
    }
  })

  it('answers 412', async () => {
    const response = await ask(page, { 'if-match': '"x"' })
    expect([response.status, await response.text()]).toEqual([412, 'Precondition Failed\n'])
    expect((await ask(page, { 'if-match': etag })).status).toBe(200)
  })

  it('goes by the tag and the date that the application gives', async () => {
    const dated: App = () => text('x', { headers: { etag: 'W/"v1"', 'last-modified': 'Sun, 06 Nov 1994 08:49:37 GMT' } })
    expect(fieldsOf(await ask(dated))).toMatchObject({ etag: 'W/"v1"' })
    expect((await ask(dated, { 'if-none-match': '"v1"' })).status).toBe(304)
    expect((await ask(dated, { 'if-modified-since': 'Sun, 06 Nov 1994 08:49:37 GMT' })).status).toBe(304)
    expect((await ask(dated, { 'if-none-match': '"v2"', 'if-modified-since': 'Sun, 06 Nov 1994 08:49:37 GMT' })).status).toBe(200)
  })

  it('keeps Vary, Expires, Content-Location and cookies on a 304', async () => {
    const headers: [string, string][] = [
      ['etag', '"a"'],
      ['vary', 'cookie'],
      ['expires', 'Sun, 06 Nov 1994 08:49:37 GMT'],
      ['content-location', '/en'],
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ]
    const response = await ask(() => text('x', { headers }), { 'if-none-match': '"a"' })
    expect(response.status).toBe(304)
    expect(fieldsOf(response)).toMatchObject({ vary: 'cookie', expires: expect.any(String), 'content-location': '/en' })
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  })

  it.each<[string, App]>([
    ['an error', () => text('a page', { status: 404 })],
    ['a redirect', () => redirect('/x')],
    ['a native redirect', () => Response.redirect('http://localhost/x')],
    ['a cookie', () => text('a page', { headers: { 'set-cookie': 'a=1' } })],
    ['what must not be stored', () => text('a page', { headers: { 'cache-control': 'private, No-Store' } })],
    ['a part', () => text('a page', { status: 206, headers: { 'content-range': 'bytes 0-5/9' } })],
    ['another success', () => json({}, { status: 201 })],
    ['no content', () => empty()],
    ['a stream', () => stream(chunks('a page'), { headers: { 'content-type': 'text/plain; charset=utf-8' } })],
    ['a native response', () => new Response('a page')],
  ])('leaves %s alone', async (_, app) => {
    const response = await ask(app, { 'if-none-match': `*`, 'if-match': '"x"' })
    expect([response.headers.has('etag'), response.status === 304 || response.status === 412]).toEqual([false, false])
    await response.arrayBuffer()
  })

  it('makes no tag for what is large', async () => {
    expect((await ask(page, {}, 'GET', { largest: 5 })).headers.has('etag')).toBe(false)
    expect((await ask(page, {}, 'GET', { largest: 6 })).headers.has('etag')).toBe(true)
    expect((await ask(() => text('x'.repeat(65_537)))).headers.has('etag')).toBe(false)
  })

  it('ignores conditions where the answer is no success, and leaves other methods alone', async () => {
    expect((await ask(() => text('x', { status: 404, headers: { etag: '"a"' } }), { 'if-none-match': '"a"' })).status).toBe(404)
    expect((await ask(() => text('x', { headers: { etag: '"a"' } }), { 'if-match': '"b"' }, 'POST')).status).toBe(200)
  })

  it('stays synchronous, hands on what it does not change, and lets errors pass', () => {
    expect(conditional()(page)(contextFor('GET', '/'))).toBeInstanceOf(Response)
    const unchanged = text('no', { status: 500 })
    expect(conditional()(() => unchanged)(contextFor('GET', '/'))).toBe(unchanged)
    const found = file(import.meta.filename)
    expect(conditional()(() => found)(contextFor('GET', '/'))).toBe(found)
    const failing = () => {
      throw new HttpError(418)
    }
    expect(() => conditional()(failing)(contextFor('GET', '/'))).toThrow(HttpError)
  })

  it('does not touch what is no response of ours', () => {
    const upgraded = Object.create(Response.prototype, { status: { value: 101 } })
    expect(conditional()(() => upgraded)(contextFor('GET', '/'))).toBe(upgraded)
    const broken: Application = Reflect.apply(conditional(), undefined, [() => undefined])
    expect(broken(contextFor('GET', '/'))).toBeUndefined()
  })

  it.each<[unknown, string]>([
    [{ largest: -1 }, 'conditional: largest is a number of bytes'],
    [{ streams: 65_536 }, 'conditional: streams is true or false'],
  ])('refuses %j at once', (options, message) => {
    expect(() => Reflect.apply(conditional, undefined, [options])).toThrow(message)
  })
})

describe('files', () => {
  const app = () => file(import.meta.filename)

  it('are judged by the validators that the gateway gives them', async () => {
    await using server = await serve(lint()(conditional()(app)), { listen: '127.0.0.1:0' })
    const url = `http://127.0.0.1:${server.address.kind === 'tcp' ? server.address.port : 0}/`
    const first = await fetch(url)
    const [tagged = '', modified = ''] = ['etag', 'last-modified'].map((name) => first.headers.get(name) ?? '')
    expect(tagged).toMatch(/^"[\da-f]+-[\da-f]+"$/)
    expect((await fetch(url, { headers: { 'if-none-match': tagged } })).status).toBe(304)
    expect((await fetch(url, { headers: { 'if-modified-since': modified } })).status).toBe(304)
    expect((await fetch(url, { headers: { 'if-match': '"x"' } })).status).toBe(412)
    const part = await fetch(url, { headers: { range: 'bytes=0-5', 'if-range': tagged } })
    expect([part.status, await part.text()]).toEqual([206, 'import'])
    const changed = await fetch(url, { headers: { 'if-none-match': '"x"' } })
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, tagged])
  })

  it('are left to a front server that sends them', async () => {
    const found = app()
    const context = contextFor('GET', '/', { headers: { 'if-none-match': '*' }, can: { sendfile: true } })
    expect(conditional()(() => found)(context)).toBe(found)
  })
})

describe('streams', () => {
  it('are cancelled when their tag is known', async () => {
    const reasons: unknown[] = []
    const source = new ReadableStream<Uint8Array>({ cancel: (reason) => void reasons.push(reason) })
    const response = await ask(() => stream(source, { headers: { etag: '"a"', 'content-type': 'text/plain; charset=utf-8' } }), {
      'if-none-match': '"a"',
    })
    expect([response.status, reasons]).toEqual([304, [expect.objectContaining({ name: 'AbortError' })]])
    let isClosed = false
    const iterable = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise<never>(() => {}),
        return: async () => ((isClosed = true), { done: true as const, value: undefined }),
      }),
    }
    const other = await conditional()(() => stream(iterable, { headers: { etag: '"a"' } }))(
      contextFor('GET', '/', { headers: { 'if-none-match': '"a"' } }),
    )
    expect([other.status, isClosed]).toEqual([304, true])
  })

  const asked = { streams: true }

  it('that end at once get a tag, when asked', async () => {
    const native: App = () => new Response('a page', { headers: { 'content-type': 'text/plain; charset=utf-8', 'content-length': '6' } })
    const response = await ask(native, {}, 'GET', asked)
    expect([response.headers.get('etag'), response.headers.get('content-length'), await response.text()]).toEqual([etag, '6', 'a page'])
    expect((await ask(native, { 'if-none-match': etag }, 'GET', asked)).status).toBe(304)
    expect((await ask(() => new Response(''), {}, 'GET', asked)).headers.get('etag')).toBe(tag(''))
  })

  it('that take their time are handed on as they come', async () => {
    const wait = Promise.withResolvers<void>()
    const events: App = () => new Response(waiting(wait.promise), { headers: { 'content-type': 'text/event-stream' } })
    const response = await ask(events, { 'if-none-match': '*' }, 'GET', asked)
    expect([response.status, response.headers.has('etag')]).toEqual([200, false])
    const reader = response.body?.getReader()
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('first ')
    wait.resolve()
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('second')
    expect((await reader?.read())?.done).toBe(true)
  })

  it('that are long are handed on whole, pulled as they are read', async () => {
    let pulls = 0
    const source = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          if (++pulls <= 100) controller.enqueue(new Uint8Array(1000).fill(pulls))
          else controller.close()
        },
      },
      { highWaterMark: 0 },
    )
    const response = await ask(() => new Response(source, { headers: { 'content-type': 'application/octet-stream' } }), {}, 'GET', {
      streams: true,
      largest: 5000,
    })
    expect([pulls, response.headers.has('etag')]).toEqual([6, false])
    const bytes = new Uint8Array(await response.arrayBuffer())
    expect([bytes.length, bytes[0], bytes[5999], bytes[6000], bytes.at(-1)]).toEqual([100_000, 1, 6, 7, 100])
  })

  it('tell their source when they are cancelled, before and after they are read', async () => {
    for (const isRead of [false, true]) {
      const reasons: unknown[] = []
      const source = new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(new Uint8Array(10)),
        cancel: (reason) => void reasons.push(reason),
      })
      const response = await ask(() => new Response(source, { headers: { 'content-type': 'text/event-stream' } }), {}, 'GET', asked)
      const reader = response.body?.getReader()
      if (isRead) await reader?.read()
      await reader?.cancel('left')
      expect(reasons).toEqual(['left'])
    }
  })

  it('that fail, fail', async () => {
    const failing = (after: number) =>
      new ReadableStream<Uint8Array>({
        async start(controller) {
          await new Promise((resolve) => setTimeout(resolve, after))
          controller.error(new RangeError('broken'))
        },
      })
    const late = await ask(() => new Response(failing(20), { headers: { 'content-type': 'text/event-stream' } }), {}, 'GET', asked)
    await expect(late.text()).rejects.toThrow('broken')
    const failed = new ReadableStream<Uint8Array>({ start: (controller) => controller.error(new RangeError('broken')) })
    await expect(conditional(asked)(() => new Response(failed))(contextFor('GET', '/'))).rejects.toThrow('broken')
  })
})

describe('preconditions', () => {
  const store = new Map([['/a', '"v1"']])
  const app: App = async ({ method, path, preconditions }) => {
    const current = store.get(path)
    const failed = preconditions.failed(current === undefined ? null : { etag: current, modified: new Date('1994-11-06T08:49:37Z') })
    if (failed) return failed
    if (method === 'PUT') store.set(path, '"v2"')
    return text('done', { headers: { etag: store.get(path) ?? '"none"' } })
  }
  const put = (path: string, headers: Record<string, string>) =>
    stack().use(lint()).use(conditional()).app(app)(contextFor('PUT', path, { headers, body: 'x' }))

  it('keep an edit from what it was not made for', async () => {
    const refused = await put('/a', { 'if-match': '"v0"' })
    expect([refused.status, refused.headers.get('etag'), store.get('/a')]).toEqual([412, '"v1"', '"v1"'])
    expect((await put('/a', { 'if-match': '"v1"' })).status).toBe(200)
    expect(store.get('/a')).toBe('"v2"')
    expect((await put('/a', { 'if-none-match': '*' })).status).toBe(412)
    expect((await put('/b', { 'if-none-match': '*' })).status).toBe(200)
    expect((await put('/c', { 'if-match': '*' })).status).toBe(412)
    expect(store.has('/c')).toBe(false)
  })

  it('spare a page that the client has', async () => {
    const response = await conditional()(app)(contextFor('GET', '/a', { headers: { 'if-none-match': '"v2"' } }))
    expect(response.status).toBe(304)
    expect(fieldsOf(response)).toEqual({ etag: '"v2"', 'last-modified': 'Sun, 06 Nov 1994 08:49:37 GMT' })
  })

  it('refuse what is no tag', async () => {
    const careless: App = ({ preconditions }) => preconditions.failed({ etag: 'v1' }) ?? text('')
    expect(() => conditional()(careless)(contextFor('GET', '/'))).toThrow('conditional: "v1" is not an entity tag, which has double quotes')
  })
})

async function* chunks(body: string): AsyncGenerator<string> {
  yield body
}

function waiting(until: Promise<void>): ReadableStream<Uint8Array> {
  return ReadableStream.from(
    (async function* () {
      yield new TextEncoder().encode('first ')
      await until
      yield new TextEncoder().encode('second')
    })(),
  )
}
