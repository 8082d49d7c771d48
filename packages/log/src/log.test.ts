import { request } from 'node:http'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  contextFor,
  extend,
  file,
  HttpError,
  stack,
  stream,
  text,
  type Application,
  type Completion,
  type ContextForInit,
} from '@gangway/gateway'
import { serve } from '@gangway/http'
import { lint } from '@gangway/lint'
import { log } from './log.ts'
import type { LogEntry } from './log-entry.ts'
import type { LogOptions } from './options.ts'

const sent: Completion = { outcome: 'sent', bytes: 12, milliseconds: 3.4567 }
type Logged = Application<{ readonly logEntry: LogEntry }>
const hello: Logged = () => text('Hello World!')

/** The line of one request without a server. */
async function lineOf(options: LogOptions, init: ContextForInit = {}, app: Logged = hello, url = '/a?b', method = 'GET'): Promise<string> {
  const lines: string[] = []
  const work: Promise<void>[] = []
  const completed = (init.completed ?? Promise.resolve(sent)).then((completion) => sleep(1, completion))
  const context = contextFor(method, url, { ...init, completed, waitUntil: (promise) => void work.push(promise) })
  const stacked = stack()
    .use(lint())
    .use(log({ ...options, write: (line) => void lines.push(line) }))
    .app(app)
  try {
    await stacked(context)
  } catch {
    // The line is what is asked for.
  }
  await Promise.all(work)
  expect(lines).toHaveLength(1)
  return lines[0] ?? ''
}

describe('log', () => {
  it('writes the combined format unless told otherwise', async () => {
    const headers = { referer: 'http://a.example/', 'user-agent': 'test' }
    expect(await lineOf({}, { headers, client: { address: '192.0.2.1', user: 'ann' } })).toMatch(
      /^192\.0\.2\.1 - ann \[\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\] "GET \/a\?b HTTP\/1\.1" 200 12 "http:\/\/a\.example\/" "test"$/,
    )
  })

  it('writes a hyphen for what is not known', async () => {
    expect(
      await lineOf(
        { format: '%h %a %l %u %{x}i %{x}n %b' },
        { client: { address: '' }, completed: Promise.resolve({ ...sent, bytes: 0 }) },
      ),
    ).toBe('- - - - - - -')
    const nobody: Logged = ({ logEntry }) => {
      logEntry.user = ''
      return text('')
    }
    expect(await lineOf({ format: '%u' }, {}, nobody)).toBe('""')
  })

  it.each([
    ['%m %U %q %H %v', 'GET /caf\\xc3\\xa9 ?x HTTP/1.1 localhost'],
    ['%D %T %{ms}T %{us}T %{s}T', '3457 0 3 3457 0'],
    ['%s %>s %<s %B%%%b', '200 200 200 12%12'],
    ['%{Content-Type}o', 'text/plain; charset=utf-8'],
    ['%hello', '127.0.0.1ello'],
    ['%X', '-'],
    [`%P`, String(process.pid)],
  ])('writes %s', async (format, line) => {
    expect(await lineOf({ format }, {}, hello, '/caf%C3%A9?x')).toBe(line)
  })

  it('writes times as numbers', async () => {
    const before = Date.now()
    const [seconds, milliseconds] = (await lineOf({ format: '%{sec}t %{msec}t' })).split(' ').map(Number)
    expect(seconds).toBe(Math.floor((milliseconds ?? 0) / 1000))
    expect(milliseconds).toBeGreaterThanOrEqual(before)
  })

  it('says of HTTP/2 and of CGI what the client spoke', async () => {
    expect(await lineOf({ format: '%H' }, { gateway: { version: '2' } })).toBe('HTTP/2.0')
    const variables = Object.assign(Object.create(null), { SERVER_PROTOCOL: 'HTTP/1.0' })
    expect(await lineOf({ format: '%r' }, { gateway: { protocol: 'cgi', variables } })).toBe('GET /a?b HTTP/1.0')
  })

  it('writes what the gateway has sent, not what the application answered', async () => {
    const completed = Promise.resolve({ ...sent, status: 206, bytes: 5 })
    expect(await lineOf({ format: '%s %b' }, { completed })).toBe('206 5')
  })

  it('marks what was aborted or failed', async () => {
    const ending = (outcome: Completion['outcome'], status?: number) => ({
      completed: Promise.resolve({ outcome, ...(status && { status }), bytes: 7, milliseconds: 1 }),
    })
    expect(await lineOf({ format: '%s %b %X' }, ending('aborted'))).toBe('499 7 X')
    expect(await lineOf({ format: '%s %b %X' }, ending('aborted', 200))).toBe('200 7 X')
    expect(await lineOf({ format: '%s %b %X' }, ending('failed', 200))).toBe('200 7 X')
    expect(JSON.parse(await lineOf({ format: 'json' }, ending('aborted')))).toMatchObject({ outcome: 'aborted', status: 499, bytes: 7 })
  })

  it.each<[string, unknown, string]>([
    ['an HttpError', new HttpError(418), '418'],
    ['another error', new RangeError('x'), '500'],
    ['an error with a strange status', Object.assign(new Error('x'), { status: 200 }), '500'],
  ])('takes the status from %s, and throws it on', async (_, error, status) => {
    const throwing = () => {
      throw error
    }
    expect(await lineOf({ format: '%s' }, {}, throwing)).toBe(status)
    expect(await lineOf({ format: '%s' }, {}, async () => throwing())).toBe(status)
    expect(() => log({ write: () => {} })(throwing)(contextFor('GET', '/'))).toThrow(String((error as Error).message))
  })

  it('stays synchronous, and hands on the very response', () => {
    const page = text('page')
    expect(log({ write: () => {} })(() => page)(contextFor('GET', '/'))).toBe(page)
  })

  it('reports a writer that fails, and goes on', async () => {
    const logged: string[] = []
    const work: Promise<void>[] = []
    const app = log({
      write: () => {
        throw new Error('no disk')
      },
    })(hello)
    const init = {
      completed: Promise.resolve(sent),
      log: (line: string) => void logged.push(line),
      waitUntil: (promise: Promise<void>) => void work.push(promise),
    }
    expect((await app(contextFor('GET', '/', init))).status).toBe(200)
    await Promise.all(work)
    expect(logged.join()).toContain('no disk')
  })

  it('goes to the front server’s error log where standard output is not ours', async () => {
    const logged: string[] = []
    const work: Promise<void>[] = []
    const init = {
      completed: Promise.resolve(sent),
      log: (line: string) => void logged.push(line),
      waitUntil: (promise: Promise<void>) => void work.push(promise),
    }
    await log({ format: '%s' })(hello)(contextFor('GET', '/', { ...init, gateway: { protocol: 'fastcgi' } }))
    await Promise.all(work)
    expect(logged).toEqual(['200'])
  })
})

describe('what others wrote', () => {
  const evil = 'a"b\\c\x80\x9b\u00e9'

  it('cannot end a line or a quoted part, or speak to a terminal', async () => {
    const headers = { 'user-agent': evil, referer: evil, 'x-y': evil }
    const line = await lineOf(
      { format: '"%{User-Agent}i" "%{Referer}i" "%{X-Y}i" "%u" "%{n}n"' },
      { headers, client: { address: '', user: evil } },
      ({ logEntry }) => {
        logEntry.user += '\r\n\x1b[31m'
        logEntry.note('n', 'x\r\ny\u2028\u4e2d')
        return text('')
      },
    )
    const escaped = 'a\\"b\\\\c\\x80\\x9b\\xe9'
    expect(line).toBe(`"${escaped}" "${escaped}" "${escaped}" "${escaped}\\r\\n\\x1b[31m" "x\\r\\ny\\xe2\\x80\\xa8\\xe4\\xb8\\xad"`)
  })

  it('is one line of JSON', async () => {
    const line = await lineOf({ format: 'json' }, { headers: { 'user-agent': evil } }, ({ logEntry }) => {
      logEntry.note('__proto__', 'x\n\u2028')
      return text('')
    })
    expect(line).toMatch(/^[ -~\u00a0-\uffff]+$/)
    expect(line).not.toMatch(/[\u2028\u2029]/)
    const parsed: { userAgent: string; notes: object } = JSON.parse(line)
    expect(parsed.userAgent).toBe(evil)
    expect(Object.entries(parsed.notes)).toEqual([['__proto__', 'x\n\u2028']])
  })

  it('is one line from a function, too', async () => {
    expect(await lineOf({ format: ({ context }) => `a\n${context.method}\r\n\u2028b` })).toBe('a GET b')
  })
})

describe('JSON', () => {
  it('has what the combined format has, and more', async () => {
    const headers = { host: 'example.org', referer: 'http://a.example/?token=x', 'user-agent': 'test' }
    const line = await lineOf({ format: 'json' }, { headers, client: { address: '192.0.2.1', user: 'ann' } }, ({ logEntry }) => {
      logEntry.user = 'bob'
      logEntry.note('cache', true)
      return text('')
    })
    expect(JSON.parse(line)).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      id: expect.stringMatching(/^[a-z0-9]{20}$/),
      client: '192.0.2.1',
      user: 'bob',
      method: 'GET',
      target: '/a?b',
      host: 'example.org',
      protocol: 'fetch',
      status: 200,
      bytes: 12,
      milliseconds: 3.457,
      outcome: 'sent',
      referer: 'http://a.example/?token=[redacted]',
      userAgent: 'test',
      notes: { cache: true },
    })
  })
})

describe('secrets in queries', () => {
  it.each([
    ['/?token=abc', 'GET /?token=[redacted] HTTP/1.1'],
    ['/?a=1&TOKEN=abc&b=2', 'GET /?a=1&TOKEN=[redacted]&b=2 HTTP/1.1'],
    ['/?t%6Fken=abc', 'GET /?t%6Fken=[redacted] HTTP/1.1'],
    ['/?password=a=b&password=c', 'GET /?password=[redacted]&password=[redacted] HTTP/1.1'],
    ['/?tokens=abc&token', 'GET /?tokens=abc&token HTTP/1.1'],
    ['/token=abc', 'GET /token=abc HTTP/1.1'],
  ])('are not written: %s', async (url, line) => {
    expect(await lineOf({ format: '%r' }, {}, hello, url)).toBe(line)
    expect(await lineOf({ format: '%{Referer}i' }, { headers: { referer: `http://a${url}` } })).toBe(
      line.replace('GET ', 'http://a').replace(' HTTP/1.1', ''),
    )
  })

  it('are those that the options name', async () => {
    expect(await lineOf({ format: '%q', redact: ['code'] }, {}, hello, '/?code=1&token=2')).toBe('?code=[redacted]&token=2')
    expect(await lineOf({ format: '%q', redact: [] }, {}, hello, '/?code=1&token=2')).toBe('?code=1&token=2')
  })
})

describe('logEntry', () => {
  it('has an id, which a trusted proxy may give, and the client may get', async () => {
    const ids = new Set<string>()
    const app: Logged = ({ logEntry }) => {
      ids.add(logEntry.id)
      return text('')
    }
    for (const id of ['good-1.2:3/x=', 'bad id', 'x'.repeat(129), 'a"b', ''])
      expect((await lineOf({ format: '%L', idFrom: 'X-Request-Id' }, { headers: { 'x-request-id': id } }, app)) === id).toBe(
        id.startsWith('good'),
      )
    expect(await lineOf({ format: '%L' }, { headers: { 'x-request-id': 'good' } }, app)).toMatch(/^[a-z0-9]{20}$/)
    expect(ids.size).toBe(6)
    const response = await log({ write: () => {}, idTo: 'x-request-id' })(app)(contextFor('GET', '/'))
    expect(ids.has(response.headers.get('x-request-id') ?? '')).toBe(true)
  })

  it('tells the id on responses of any kind, but for those that are none', async () => {
    const tell = log({ write: () => {}, idTo: 'x-request-id' })
    expect((await tell(() => Response.redirect('http://a/'))(contextFor('GET', '/'))).headers.has('x-request-id')).toBe(true)
    const upgraded = Object.create(Response.prototype, { status: { value: 101 } })
    expect(await tell(() => upgraded)(contextFor('GET', '/'))).toBe(upgraded)
  })

  it('is seen through a derived context', async () => {
    const line = await lineOf({ format: '%u %{x}n' }, {}, (context) => {
      const derived = extend(context.with({ path: '/x' }), { more: 1 })
      derived.logEntry.user = 'ann b'
      derived.logEntry.note('x', 1)
      return text('')
    })
    expect(line).toBe('ann b 1')
  })
})

describe('options', () => {
  it.each<[unknown, string]>([
    [{ format: 'apache' }, "log: format is 'common', 'combined', 'json', a format string or a function"],
    [{ format: 7 }, "log: format is 'common', 'combined', 'json', a format string or a function"],
    [{ format: '%h %Z' }, 'log: %Z is not a directive that is known here'],
    [{ format: '%{x}e' }, 'log: %{x}e is not a directive'],
    [{ format: '%{%Y}t' }, 'log: %{%Y}t is not a directive'],
    [{ format: '%200{x}i' }, 'log: % is not a directive'],
    [{ format: '%{__proto__}T' }, 'is not a directive'],
    [{ write: 'access.log' }, 'log: write is a function of a line'],
    [{ redact: 'token' }, 'log: redact is a list of names'],
    [{ idTo: 'x request' }, 'log: "x request" is not the name of a field'],
  ])('%j is refused at once', (options, message) => {
    expect(() => Reflect.apply(log, undefined, [options])).toThrow(message)
  })
})

describe('over HTTP', () => {
  async function linesFor(app: Application, ask: (port: number) => Promise<void>, count: number): Promise<string[]> {
    const lines: string[] = []
    await using server = await serve(log({ format: '%m %U %s %b %X', write: (line) => void lines.push(line) })(app), {
      listen: '127.0.0.1:0',
      onError: () => {},
    })
    await ask(server.address.kind === 'tcp' ? server.address.port : 0)
    for (let tries = 0; lines.length < count && tries < 200; tries++) await sleep(10)
    return lines
  }

  async function get(port: number, path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<void> {
    const asked = request({ host: '127.0.0.1', port, path, headers, method, agent: false }).end()
    const [response] = await once(asked, 'response')
    await response
      .resume()
      .toArray()
      .catch(() => [])
  }

  it('counts the bytes that were sent, when they were', async () => {
    const app: Application = ({ path }) => {
      if (path === '/part') return file(import.meta.filename)
      if (path === '/long')
        return stream(
          (async function* () {
            for (let index = 0; index < 10; index++) yield 'x'.repeat(100_000)
          })(),
        )
      throw new HttpError(403)
    }
    const ask = async (port: number) => {
      await get(port, '/long')
      await get(port, '/long', {}, 'HEAD')
      await get(port, '/part', { range: 'bytes=10-14' })
      await get(port, '/part', { range: 'bytes=9999999-' })
      await get(port, '/forbidden')
    }
    expect(await linesFor(app, ask, 5)).toEqual([
      'GET /long 200 1000000 -',
      'HEAD /long 200 - -',
      'GET /part 206 5 -',
      'GET /part 416 - -',
      'GET /forbidden 403 10 -',
    ])
  })

  it('writes a line for who left, with what was sent until then', async () => {
    const app: Application = ({ path }) =>
      path === '/never'
        ? new Promise<Response>(() => {})
        : stream(
            (async function* () {
              yield 'first'
              await new Promise(() => {})
            })(),
          )
    const ask = async (port: number) => {
      const asked = request({ host: '127.0.0.1', port, path: '/begun', agent: false }).end()
      const [response] = await once(asked, 'response')
      await once(response, 'data')
      response.on('error', () => {})
      asked.destroy()
      const never = request({ host: '127.0.0.1', port, path: '/never', agent: false }).on('error', () => {})
      never.end()
      await once(never, 'finish')
      await sleep(50)
      never.destroy()
    }
    expect((await linesFor(app, ask, 2)).sort()).toEqual(['GET /begun 200 5 X', 'GET /never 499 - X'])
  })

  it('writes a line for what broke off', async () => {
    const app: Application = () =>
      stream(
        (async function* () {
          yield 'first'
          await sleep(20)
          throw new Error('broken')
        })(),
      )
    expect(await linesFor(app, (port) => get(port, '/'), 1)).toEqual(['GET / 200 5 X'])
  })
})
