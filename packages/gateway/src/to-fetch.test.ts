import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Application, Completion, Context } from './context.ts'
import { fromFetch } from './from-fetch.ts'
import { HttpError } from './http-error.ts'
import { empty, file, json, stream, text } from './replies.ts'
import { reply } from './reply.ts'
import { toFetch, type ToFetchOptions } from './to-fetch.ts'

const get = (url = 'http://a.test/p%2Fq?r=s', init?: RequestInit) => new Request(url, init)

/** A request with fields that a client's may not have. */
function asServersMake(fields: Record<string, string>): Request {
  const request = get()
  Object.defineProperty(request, 'headers', { value: new Headers(fields) })
  return request
}

/** What a Fetch server gets for a request, and what was logged. */
async function fetched(app: Application, request = get(), options: ToFetchOptions = {}) {
  const logged: string[] = []
  const response = await toFetch(app, { log: (line) => void logged.push(line), ...options })(request)
  return { response, logged, genuine: Object.getPrototypeOf(response) === Response.prototype }
}

describe('toFetch', () => {
  test.each<[string, () => Response, unknown[]]>([
    ['a text', () => text('é', { status: 201, headers: { a: 'b' } }), [201, 'text/plain; charset=utf-8', 'b', 'é']],
    ['bytes without a type', () => reply(new TextEncoder().encode('x')), [200, null, null, 'x']],
    ['a text without a type', () => reply('x'), [200, null, null, 'x']],
    ['JSON', () => json({ a: 1 }), [200, 'application/json', null, '{"a":1}']],
    ['nothing', () => empty(), [204, null, null, '']],
    ['a stream', () => stream(ReadableStream.from([new TextEncoder().encode('x')])), [200, null, null, 'x']],
    [
      'an async iterable',
      () =>
        stream(
          (async function* () {
            yield 'x'
          })(),
        ),
      [200, null, null, 'x'],
    ],
    ['a Response', () => new Response('x', { status: 203 }), [203, 'text/plain;charset=UTF-8', null, 'x']],
    ['a redirect', () => Response.redirect('http://b.test/'), [302, null, null, '']],
  ])('makes a genuine Response of %s', async (_, make, expected) => {
    for (const app of [() => make(), async () => make()]) {
      const { response, genuine, logged } = await fetched(app)
      expect([genuine, logged]).toEqual([true, []])
      expect([response.status, response.headers.get('content-type'), response.headers.get('a'), await response.text()]).toEqual(expected)
    }
  })

  it('keeps each cookie and the status text', async () => {
    const headers: [string, string][] = [
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ]
    const { response } = await fetched(() => text('x', { statusText: 'Fine', headers }))
    expect([response.headers.getSetCookie(), response.statusText]).toEqual([['a=1', 'b=2'], 'Fine'])
  })

  it('hands on no field of the connection, which servers leave in their request', async () => {
    const headers = {
      connection: 'keep-alive, x-own',
      'keep-alive': '5',
      te: 'trailers',
      upgrade: 'h2c',
      proxy: 'http://a.test',
      'x-own': '1',
      accept: '*/*',
    }
    let names: string[] = []
    await toFetch(({ headers: seen }) => {
      names = [...seen.keys()]
      return text('x')
    })(asServersMake(headers))
    expect(names).toEqual(['accept', 'x-own'])
  })

  it('answers an error where Response knows no replies', async () => {
    const Native = globalThis.Response
    globalThis.Response = class extends Native {
      constructor(body?: ConstructorParameters<typeof Native>[0], init?: ResponseInit) {
        if (init instanceof Native) throw new TypeError('no init of this platform')
        super(body, init)
      }
    }
    try {
      const { response, logged } = await fetched(() => {
        throw new HttpError(409, 'Busy', { headers: { 'retry-after': '7' } })
      })
      expect([response.status, response.headers.get('retry-after'), await response.text(), logged]).toEqual([409, '7', 'Busy\n', []])
    } finally {
      globalThis.Response = Native
    }
  })

  it('drops what belongs to one connection', async () => {
    const { response } = await fetched(() => text('x', { headers: { connection: 'close', 'transfer-encoding': 'chunked' } }))
    expect([...response.headers.keys()]).toEqual(['content-length', 'content-type'])
  })

  it('sends a file, with its parts', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'to-fetch-'))
    try {
      await writeFile(join(folder, 'a.txt'), '0123456789')
      const app = () => file(join(folder, 'a.txt'))
      const whole = await fetched(app)
      expect([whole.response.status, whole.response.headers.get('content-type'), await whole.response.text()]).toEqual([
        200,
        'text/plain; charset=utf-8',
        '0123456789',
      ])
      const part = await fetched(app, get(undefined, { headers: { range: 'bytes=2-3' } }))
      expect([part.response.status, part.response.headers.get('content-range'), await part.response.text()]).toEqual([
        206,
        'bytes 2-3/10',
        '23',
      ])
      expect((await fetched(() => file(join(folder, 'none')))).response.status).toBe(404)
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test.each<[string, () => unknown, number]>([
    [
      'an error',
      () => {
        throw new Error('secret')
      },
      500,
    ],
    ['a rejection', () => Promise.reject(new Error('secret')), 500],
    [
      'an HttpError',
      () => {
        throw new HttpError(404, 'secret', { expose: false })
      },
      404,
    ],
    ['no response', () => undefined, 500],
    ['a string', () => 'secret', 500],
    ['Response.error()', () => Response.error(), 500],
    ['a content-length that is none', () => text('secret', { headers: { 'content-length': 'x' } }), 500],
    ['a foreign body that is none', () => ({ status: 200, statusText: '', headers: new Headers(), body: 5 }), 500],
  ])('answers %s', async (_, app, status) => {
    const { response, genuine, logged } = await fetched(app as Application)
    expect([response.status, genuine, logged.length, (await response.text()).includes('secret')]).toEqual([status, true, 1, false])
  })

  it('answers what its own options throw', async () => {
    const client = () => {
      throw new Error('no address')
    }
    const { response, logged } = await fetched(() => text('x'), get(), { client })
    expect([response.status, logged]).toEqual([500, [expect.stringContaining('no address')]])
  })

  it('lets the platform answer with a status of its own', async () => {
    const upgrade = Object.defineProperty(new Response(null), 'status', { value: 101 })
    expect((await fetched(() => upgrade)).response).toBe(upgrade)
  })

  it('sends no body for HEAD, and stops its source', async () => {
    const reasons: unknown[] = []
    const source = new ReadableStream<Uint8Array>({ cancel: (reason) => void reasons.push(reason) }, { highWaterMark: 0 })
    const { response } = await fetched(() => stream(source), get(undefined, { method: 'HEAD' }))
    expect([response.body, reasons]).toEqual([null, [expect.objectContaining({ name: 'AbortError' })]])
    const whole = await fetched(() => text('abc'), get(undefined, { method: 'HEAD' }))
    expect([whole.response.headers.get('content-length'), await whole.response.text()]).toEqual(['3', ''])
  })

  test.each([undefined, null, 'x'])('refuses what is no application: %p', (app) => {
    expect(() => toFetch(app as unknown as Application)).toThrow(TypeError)
  })
})

describe('a context over a Fetch server', () => {
  /** The context of a request. */
  async function contextOf(request: Request, options?: ToFetchOptions, ...platform: unknown[]): Promise<Context> {
    const seen: Context[] = []
    await toFetch((context) => {
      seen.push(context)
      return empty()
    }, options)(request, ...platform)
    const [context] = seen
    if (!context) throw new Error('the application was not called')
    return context
  }

  it('says what the request says', async () => {
    const request = get('https://a.test:8443/p%2Fq?r=s#t', { method: 'PUT', headers: { A: 'b', cookie: 'c=d' }, body: 'x' })
    const context = await contextOf(request)
    const { method, mount, path, query, target, client, tls, gateway, can } = context
    expect({ method, mount, path, query, target, client, tls }).toEqual({
      method: 'PUT',
      mount: '',
      path: '/p%2Fq',
      query: 'r=s',
      target: '/p%2Fq?r=s',
      client: { address: '' },
      tls: null,
    })
    expect([context.url.href, context.headers.get('a'), context.headers.get('cookie')]).toEqual([
      'https://a.test:8443/p%2Fq?r=s',
      'b',
      'c=d',
    ])
    expect([gateway.protocol, Object.values(can)]).toEqual(['fetch', [false, false, false, false, false]])
    expect([context.request, await context.body?.text(), request.bodyUsed]).toEqual([request, 'x', true])
  })

  it('has the signal of the request', async () => {
    const controller = new AbortController()
    const context = await contextOf(get(undefined, { signal: controller.signal }))
    controller.abort()
    expect(context.signal.aborted).toBe(true)
  })

  it('asks the platform for the client', async () => {
    const client = (_: Request, server: unknown) => ({ address: String(server) })
    expect((await contextOf(get(), { client }, '192.0.2.1')).client.address).toBe('192.0.2.1')
  })

  it('hands work to the platform that waits for it', async () => {
    const work: Promise<unknown>[] = []
    const lines: string[] = []
    const platform = { waitUntil: (promise: Promise<unknown>) => void work.push(promise) }
    const context = await contextOf(get(), { log: (line) => lines.push(line) }, { env: 1 }, null, platform)
    context.waitUntil(Promise.reject(new Error('x')))
    await Promise.all(work)
    expect([work.length, lines]).toEqual([1, [expect.stringContaining('Error: x')]])
    const alone = await contextOf(get())
    expect(() => alone.waitUntil(Promise.resolve())).not.toThrow()
  })

  it('refuses interim responses', async () => {
    const context = await contextOf(get())
    expect(() => context.sendInformational(103)).toThrow(expect.objectContaining({ name: 'NotSupportedError' }))
  })
})

describe('completed over a Fetch server', () => {
  /** The response, and the promise of its end. */
  async function watched(make: () => Response | Promise<Response>): Promise<{ response: Response; completed: Promise<Completion> }> {
    const completed = Promise.withResolvers<Completion>()
    const response = await toFetch(
      (context) => {
        void context.completed.then(completed.resolve)
        return make()
      },
      { log: () => {} },
    )(get())
    return { response, completed: completed.promise }
  }

  it('is sent once the body was read', async () => {
    for (const make of [
      () => text('abc'),
      () => new Response('abc'),
      () => stream(ReadableStream.from([new TextEncoder().encode('abc')])),
    ]) {
      const { response, completed } = await watched(make)
      expect(await response.text()).toBe('abc')
      expect(await completed).toMatchObject({ outcome: 'sent', bytes: 3 })
    }
  })

  it('is sent at once without a body', async () => {
    expect(await (await watched(() => empty())).completed).toMatchObject({ outcome: 'sent', bytes: 0 })
  })

  it('is aborted when the body is cancelled, which stops the source', async () => {
    const reasons: unknown[] = []
    const source = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(2)),
      cancel: (reason) => void reasons.push(reason),
    })
    const { response, completed } = await watched(() => stream(source))
    const reader = response.body?.getReader()
    await reader?.read()
    await reader?.cancel('enough')
    expect(await completed).toMatchObject({ outcome: 'aborted', bytes: 2 })
    expect(reasons).toEqual(['enough'])
  })

  it('is failed when the body fails', async () => {
    const { response, completed } = await watched(() => stream(new ReadableStream({ pull: () => Promise.reject(new RangeError('lost')) })))
    await expect(response.text()).rejects.toThrow('lost')
    expect(await completed).toMatchObject({ outcome: 'failed', bytes: 0 })
  })

  it('is sent also when the application threw and 500 was the answer', async () => {
    const { response, completed } = await watched(() => Promise.reject(new Error('x')))
    await response.text()
    expect(await completed).toMatchObject({ outcome: 'sent' })
  })
})

describe('fromFetch', () => {
  it('goes round with toFetch', async () => {
    const handler = async (request: Request, context: Context) => new Response(`${request.method} ${await request.text()} ${context.path}`)
    const { response } = await fetched(fromFetch(handler), get('http://a.test/p', { method: 'POST', body: 'x' }))
    expect(await response.text()).toBe('POST x /p')
  })

  test.each([undefined, null, {}])('refuses what is no handler: %p', (handler) => {
    expect(() => fromFetch(handler as unknown as () => Response)).toThrow(TypeError)
  })
})
