import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bodyOf, contextFor, HttpError, json, stream, text, type Application } from '@gangway/gateway'
import { askThrough, ask } from '../test/ask.ts'
import { library } from '../test/library/app.ts'
import type { Report } from './report/report.ts'
import { render } from './render.ts'
import { traceback } from './traceback.ts'

const root = new URL('../', import.meta.url)
const version = process.versions.node
const secretMessage = 'the database at 10.0.0.7 said no'
const fails: Application = () => {
  const password = 'hunter2-local'
  throw new TypeError(`${secretMessage} to ${password.length}`)
}

describe('an error in production', () => {
  it.each(['text/html', 'application/json', 'text/plain', '*/*'])(
    'tells a client that accepts %s nothing but an error id',
    async (accept) => {
      const { response, body, log } = await ask(fails, { root }, { headers: { accept } })
      const all = `${body}${JSON.stringify([...response.headers])}`
      expect(response.status).toBe(500)
      for (const leak of [
        secretMessage,
        '10.0.0.7',
        'TypeError',
        'hunter2',
        'traceback.test',
        '/packages/',
        '.ts:',
        'node_modules',
        'node:',
        version,
        process.version,
        'Gangway',
        'gangway',
      ])
        expect(all).not.toContain(leak)
      const id = /[0-9a-hjkmnp-tv-z]{10}/.exec(body)?.[0]
      expect(id).toBeDefined()
      expect(log).toContain(`Error id ${id}`)
      expect(log).toContain(secretMessage)
      expect(log).toContain('traceback.test.ts')
    },
  )

  it('is answered at once; the report is made afterwards', async () => {
    let reported = false
    const layer = traceback({ root, onError: () => (reported = true) })
    const later: Promise<void>[] = []
    await layer(fails)(contextFor('GET', '/', { log: () => {}, waitUntil: (promise) => later.push(promise) }))
    expect(reported).toBe(false)
    await Promise.all(later)
    expect(reported).toBe(true)
  })

  it('has a page of the application, where there is one', async () => {
    const page = ({ status, id }: { status: number; id: string | undefined }) => text(`Oops ${status} ${id?.length}`, { status })
    const { response, body } = await ask(fails, { page }, { headers: { accept: 'text/html' } })
    expect([response.status, body, response.headers.get('vary'), response.headers.get('cache-control')]).toEqual([
      500,
      'Oops 500 10',
      'Accept',
      'no-store',
    ])
  })

  it('is answered by text when the page of the application fails, too', async () => {
    const page = () => {
      throw new Error('the page fails, too')
    }
    const { response, body, log } = await ask(fails, { page }, { headers: { accept: 'text/html' } })
    expect(response.status).toBe(500)
    expect(body).toMatch(/^Internal Server Error\nError id: \w{10}\n$/)
    expect(log).toContain('the page fails, too')
    expect(log).toContain(secretMessage)
  })
})

describe('who may see a report (T9)', () => {
  const html = { accept: 'text/html' }
  const shown = { display: true }
  const sees = async (asking: object, options: object = shown): Promise<boolean> =>
    (await ask(fails, { ...options, locals: 'off', root }, asking)).body.includes(secretMessage)

  it.each([
    ['localhost', {}],
    ['a name below localhost', { headers: { ...html, host: 'wiki.localhost:3000' } }],
    ['127.0.0.1 with a port', { headers: { ...html, host: '127.0.0.1:3000' } }],
    ['IPv6', { client: { address: '::1' }, headers: { ...html, host: '[::1]:3000' } }],
    ['IPv4 in IPv6', { client: { address: '::ffff:127.0.0.1' } }],
  ])('does over %s', async (_, asking) => {
    expect(await sees(asking)).toBe(true)
  })

  it.each<[string, object, object]>([
    ['nobody asked for it', {}, {}],
    ['the peer is another machine', { client: { address: '10.0.0.1' } }, shown],
    ['the peer is not known', { client: { address: '' } }, shown],
    ['the name leads here and is not ours (DNS rebinding)', { headers: { host: 'attacker.example' } }, shown],
    ['the name only begins like ours', { headers: { host: 'localhost.attacker.example' } }, shown],
    ['the name only ends like ours', { headers: { host: 'notlocalhost' } }, shown],
    ['a proxy forwards it', { headers: { host: 'localhost', 'x-forwarded-for': '127.0.0.1' } }, shown],
    ['a proxy names the scheme', { headers: { host: 'localhost', 'x-forwarded-proto': 'https' } }, shown],
    ['a proxy says so', { headers: { host: 'localhost', forwarded: 'for=127.0.0.1' } }, shown],
    ['a proxy is named', { headers: { host: 'localhost', via: '1.1 proxy' } }, shown],
    ['the name is not in the list', { headers: { host: 'localhost' } }, { display: true, hosts: ['wiki.test'] }],
  ])('does not when %s', async (_, asking, options) => {
    expect(await sees(asking, options)).toBe(false)
  })
})

describe('negotiation and semantics (T10)', () => {
  it.each<[string, string | undefined, string]>([
    ['curl', '*/*', 'text/plain; charset=utf-8'],
    ['nothing', undefined, 'text/plain; charset=utf-8'],
    ['a browser', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html; charset=utf-8'],
    ['JSON', 'application/json', 'application/problem+json'],
    ['problem+json', 'application/problem+json, */*;q=0.1', 'application/problem+json'],
    ['JSON, else text', 'application/json, text/plain, */*', 'text/plain; charset=utf-8'],
    ['text', 'text/plain', 'text/plain; charset=utf-8'],
    ['events', 'text/event-stream', 'text/plain; charset=utf-8'],
    ['no HTML', 'text/html;q=0, */*', 'text/plain; charset=utf-8'],
    ['an image', 'image/png', 'text/plain; charset=utf-8'],
    ['nonsense', ';;;q=,,,=/', 'text/plain; charset=utf-8'],
  ])('%s gets its type', async (_, accept, type) => {
    for (const display of [true, false]) {
      const headers = accept === undefined ? {} : { accept }
      const { response } = await ask(fails, { display, locals: 'off' }, { headers })
      expect([response.headers.get('content-type'), response.headers.get('vary'), response.headers.get('cache-control')]).toEqual([
        type,
        'Accept',
        'no-store',
      ])
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    }
  })

  it('a format that is given is not negotiated', async () => {
    const { response, body } = await ask(fails, { display: true, format: 'json' }, { headers: { accept: 'text/html' } })
    expect(response.headers.get('vary')).toBeNull()
    expect(JSON.parse(body)).toMatchObject({ title: 'Internal Server Error', status: 500, report: { error: { name: 'TypeError' } } })
    expect((await ask(fails, { display: true, format: 'ansi' })).body).toContain('\u001b[1;31mTypeError')
  })

  it('a short answer in JSON is a problem (RFC 9457)', async () => {
    const { body } = await ask(fails, {}, { headers: { accept: 'application/json' } })
    expect(JSON.parse(body)).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      id: expect.stringMatching(/^\w{10}$/),
    })
  })

  it.each(['text/html', 'application/json', 'text/plain'])(
    'an HttpError below 500 is short, exposed, and no report (%s)',
    async (accept) => {
      const app: Application = () => {
        throw new HttpError(405, 'Not <that> way', { headers: { allow: 'GET, HEAD' } })
      }
      const { response, body, log } = await ask(app, { display: true }, { headers: { accept } })
      expect([response.status, response.headers.get('allow'), log]).toEqual([405, 'GET, HEAD', ''])
      expect(accept === 'application/json' ? JSON.parse(body).detail : body).toContain(
        accept === 'text/html' ? 'Not &lt;that&gt; way' : 'Not <that> way',
      )
      expect(body).not.toContain('<that></that>')
    },
  )

  it('an error of a library with a status below 500 does not say what it says, but to the log', async () => {
    const app: Application = () => {
      throw Object.assign(new Error('secret table'), { status: 404 })
    }
    const { response, body, log } = await ask(app)
    expect([response.status, body]).toEqual([404, 'Not Found\n'])
    expect(log).toBe('GET /page answered 404: Error: secret table')
  })

  it('keeps the fields of an error that has a name of its own, as those of other packages have', async () => {
    class TooManyRequests extends HttpError {
      override name = 'TooManyRequests'
    }
    const app = traceback()(() => {
      throw new TooManyRequests(429, 'Slow down', { headers: { 'retry-after': '7' } })
    })
    const response = await app(contextFor('GET', '/', { log: () => {} }))
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7'])
  })

  it('an HttpError of 503 keeps its fields and its message to itself', async () => {
    const app: Application = () => {
      throw new HttpError(503, 'the pool is empty', { headers: { 'retry-after': '5', 'content-type': 'x/y' } })
    }
    const { response, body, log } = await ask(app)
    expect([response.status, response.headers.get('retry-after'), response.headers.get('content-type')]).toEqual([
      503,
      '5',
      'text/plain; charset=utf-8',
    ])
    expect(body).not.toContain('pool')
    expect(log).toContain('HttpError: the pool is empty')
  })

  it.each([[99], [200], [600], [Number.NaN], ['404'], [null]])('a status of %p is none', async (status) => {
    const { response } = await ask(() => {
      throw Object.assign(new Error('x'), { status })
    })
    expect(response.status).toBe(500)
  })

  it('an application that returns no response has made an error', async () => {
    for (const returned of [undefined, null, 'text', {}]) {
      // What a program without types would do.
      const app = (() => returned) as unknown as Application
      const layer = traceback({ display: true, locals: 'off' })
      const response = await layer(app)(contextFor('GET', '/', { log: () => {} }))
      expect(await response.text()).toMatch(/TypeError: the application returned \w+, expected a Response/)
    }
  })

  it('an error after the client has left is handed on, and there is no report', async () => {
    const controller = new AbortController()
    let reports = 0
    const layer = traceback({ onError: () => reports++ })
    for (const reason of [new DOMException('gone', 'AbortError'), undefined]) {
      const app: Application = ({ signal }) => {
        controller.abort(reason)
        signal.throwIfAborted()
        return text('')
      }
      await expect(async () => layer(app)(contextFor('GET', '/', { signal: controller.signal, log: () => {} }))).rejects.toThrow(
        /gone|aborted/,
      )
    }
    expect(reports).toBe(0)
  })

  it('an AbortError of something else is an error', async () => {
    const { response } = await ask(() => {
      throw new DOMException('timed out', 'AbortError')
    })
    expect(response.status).toBe(500)
  })

  it('a HEAD has the fields of a GET', async () => {
    const { response } = await ask(fails, {}, { method: 'HEAD' })
    expect([response.status, response.headers.get('content-type')]).toEqual([500, 'text/plain; charset=utf-8'])
  })
})

describe('an application without errors', () => {
  it('stays synchronous, and its response is handed on as it is', () => {
    for (const made of [
      text('x'),
      json({}),
      Response.redirect('https://example.org/'),
      new Response(null, { status: 204 }),
      new Response('x'),
    ]) {
      for (const options of [{}, { locals: 'on' }, { locals: 'adaptive' }] as const) {
        expect(traceback(options)(() => made)(contextFor('GET', '/', { log: () => {} }))).toBe(made)
      }
    }
  })

  it('may be asynchronous', async () => {
    const made = text('x')
    expect(await traceback({ locals: 'on' })(async () => made)(contextFor('GET', '/'))).toBe(made)
  })
})

describe('thrown things (T3)', () => {
  it.each<[string, unknown, string]>([
    ['null', null, 'null: null'],
    ['undefined', undefined, 'undefined: undefined'],
    ['a string', 'oops', 'string: oops'],
    ['an object', { a: 1 }, 'Object: { a: 1 }'],
    ['a frozen error', Object.freeze(new Error('cold')), 'Error: cold'],
    [
      'a proxy',
      new Proxy(
        {},
        {
          get: () => {
            throw new Error('trap')
          },
          has: () => {
            throw new Error('trap')
          },
          getPrototypeOf: () => {
            throw new Error('trap')
          },
        },
      ),
      'Proxy: Proxy',
    ],
    [
      'an error with hostile members',
      Object.defineProperties(new Error('x'), {
        status: {
          get: () => {
            throw new Error('trap')
          },
        },
        name: {
          get: () => {
            throw new Error('trap')
          },
        },
      }),
      'Error: x',
    ],
  ])('%s is answered and told, with the values around it', async (_, thrown, expected) => {
    const { response, body } = await ask(
      () => {
        const near = 'here'
        if (near) throw thrown
        return text('')
      },
      { display: true, root },
    )
    expect(response.status).toBe(500)
    expect(body.startsWith(expected)).toBe(true)
    expect(body).toContain("near = 'here'")
  })
})

describe('a report', () => {
  it('has the original lines and the values of a bug three calls and an await deep', async () => {
    const { body } = await ask(library, { display: true, root }, { url: '/beowulf' })
    expect(body).toContain("TypeError: Cannot read properties of undefined (reading 'born')")
    expect(body).toContain('▶ 13 │   const decade = decadeOf(book.author.born)')
    expect(body).toContain('book.author = undefined')
    expect(body).toContain("book = { title: 'Beowulf', borrowedBy: ['ann', 'bob'] }")
    expect(body).toMatch(/at nameOf \(test\/library\/card\.ts:13:\d+\)[^]*at cardOf [^]*at show [^]*awaiting library /)
    expect(body).not.toContain('correct horse')
  })

  it('has the request without its secrets, wherever they come again', async () => {
    const app: Application = (context) => {
      const cookie = context.headers.get('cookie')
      throw new Error(`no session for ${cookie} at ${context.url.href}`)
    }
    const headers = { cookie: 'sid=s3cr3t-session-id', authorization: 'Bearer abcdefghijklmnop', 'x-harmless': 'abcdefghijklmnop!' }
    const { body, log } = await ask(app, { display: true, root }, { url: '/page?access_token=t0k3n-of-ann&page=2', headers })
    for (const secret of ['s3cr3t-session-id', 'abcdefghijklmnop', 't0k3n-of-ann']) {
      expect(body).not.toContain(secret)
      expect(log).not.toContain(secret)
    }
    expect(body).toContain('page=2')
    expect(body).toContain('x-harmless: [redacted]!')
  })

  it('has the keys of a session and the fields of a form, where others have put them on the context', async () => {
    const app: Application = (context) => {
      Object.assign(context, {
        session: new Map([['cart', ['secret', 'cart'].join(' ')]]),
        form: new Map([
          ['title', 'Home'],
          ['password', 'hunter2'],
        ]),
      })
      throw new Error('x')
    }
    const layer = traceback({ display: true, locals: 'off', root })
    const body = await (await layer(app)(contextFor('GET', '/', { log: () => {} }))).text()
    expect(body).toMatch(/form\n {2}title: Home\n {2}password: \[redacted\]\n {2}session has cart\n/)
    expect(body).not.toContain(['secret', 'cart'].join(' '))
  })

  it('has gateway variables, but not the rest of the environment', async () => {
    const variables = Object.assign(Object.create(null), { SERVER_SOFTWARE: 'x/1', HTTP_COOKIE: 'sid=abc', DATABASE_URL: 'postgres://db' })
    const { body } = await ask(fails, { display: true, locals: 'off' }, { gateway: { variables } })
    expect(body).toContain('SERVER_SOFTWARE: x/1')
    expect(body).toContain('HTTP_COOKIE: [redacted]')
    expect(body).not.toContain('DATABASE_URL')
  })

  it('goes to onError as plain data, and what that throws is logged', async () => {
    const reports: Report[] = []
    const onError = (report: Report) => {
      reports.push(report)
      throw new Error('the pager is off')
    }
    const { log } = await ask(fails, { onError, root })
    expect(structuredClone(reports)).toEqual(reports)
    expect(JSON.parse(JSON.stringify(reports[0]))).toMatchObject({ status: 500, error: { name: 'TypeError' }, request: { method: 'GET' } })
    expect(log).toContain('onError failed: the pager is off')
  })

  it('is rendered by render() for whoever sends it on', async () => {
    const reports: Report[] = []
    await ask(fails, { onError: (report) => reports.push(report), root })
    const [report] = reports
    if (!report) throw new Error('no report')
    expect(await render(report, 'text')).toMatch(/^TypeError: the database/)
    expect(await render(report, 'html')).toMatch(/^<!doctype html>/)
  })

  it('tells no secrets in the lines of a storm, and no lines of its own', async () => {
    const layer = traceback({ root })
    const app: Application = ({ headers }) => {
      throw new Error(`no session ${headers.get('cookie')}\nGET /forged answered 200`)
    }
    const logs: string[] = []
    for (let index = 0; index < 10; index++) logs.push((await askThrough(layer, app, { headers: { cookie: 'sid=s3cr3t-session-id' } })).log)
    expect(logs.at(-1)).toMatch(/^GET \/page answered 500, error id \w+, signature \w+: Error: no session sid=\[redacted\]/)
    expect(logs.join('\n')).not.toContain('s3cr3t-session-id')
    expect(logs.join('\n')).not.toMatch(/^GET \/forged/m)
  })

  it('has the same signature on other lines and with other messages, and another in another function', async () => {
    const signatures: string[] = []
    const layer = traceback({ onError: ({ signature }) => signatures.push(signature) })
    const one = (count: number) => {
      if (count === 1) throw new Error('first')
      throw new Error('second')
    }
    const other = () => {
      throw new Error('first')
    }
    for (const app of [() => one(1), () => one(2), () => other()]) await askThrough(layer, app as Application)
    expect(signatures[0]).toMatch(/^[\da-f]{16}$/)
    expect(signatures[0]).not.toBe(signatures[2])
  })

  it('shows no file that a stack makes up (T9)', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gangway-secret-'))
    const file = join(folder, 'secret.js')
    writeFileSync(file, 'the secret line\n')
    const forged = new Error('x')
    forged.stack = `Error: x\n    at forged (${file}:1:1)\n    at other (/etc/passwd:1:1)`
    const { body } = await ask(
      () => {
        throw forged
      },
      { display: true, root, locals: 'off' },
    )
    rmSync(folder, { recursive: true })
    expect(body).toContain('at forged')
    expect(body).not.toContain('the secret line')
    expect(body).not.toContain('root:')
  })
})

describe('logdir', () => {
  let folder = ''
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'gangway-log-'))))
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('gets a file for each report, for its owner only, with a name that nobody guesses (T8)', async () => {
    const logdir = join(folder, 'new', 'errors')
    const { body } = await ask(fails, { logdir, root })
    const id = /Error id: (\w+)/.exec(body)?.[1]
    const [name = ''] = readdirSync(logdir)
    expect(name).toMatch(new RegExp(`^traceback-\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\d-${id}-\\w{16}\\.html$`))
    expect(statSync(join(logdir, name)).mode & 0o777).toBe(0o600)
    expect(statSync(logdir).mode & 0o777).toBe(0o700)
    expect(readFileSync(join(logdir, name), 'utf8')).toContain(secretMessage)
  })

  it.each([
    ['text', 'txt', /^TypeError/],
    ['json', 'json', /^\{/],
    ['ansi', 'txt', /^.\[1;31m/],
  ] as const)('has %s where that is asked for', async (format, ending, begin) => {
    await ask(fails, { logdir: folder, format })
    const [name = ''] = readdirSync(folder)
    expect(name.endsWith(`.${ending}`)).toBe(true)
    expect(readFileSync(join(folder, name), 'utf8')).toMatch(begin)
  })

  it('keeps the newest reports, and files that are not ours', async () => {
    writeFileSync(join(folder, 'notes.txt'), '')
    const layer = traceback({ logdir: folder, logfiles: 3, display: true, locals: 'off' })
    for (let index = 0; index < 6; index++) await askThrough(layer, fails)
    expect(readdirSync(folder).filter((name) => name.startsWith('traceback-'))).toHaveLength(3)
    expect(existsSync(join(folder, 'notes.txt'))).toBe(true)
  })

  it('that cannot be written is logged, and all the rest is as before', async () => {
    const blocked = join(folder, 'file')
    writeFileSync(blocked, '')
    chmodSync(blocked, 0o400)
    const { response, log } = await ask(fails, { logdir: blocked })
    expect(response.status).toBe(500)
    expect(log).toContain('the report could not be kept')
    expect(log).toContain(secretMessage)
  })
})

describe('an error storm (T8)', () => {
  it('is answered each time, reported some times, and told in a line each other time', async () => {
    const reports: Report[] = []
    const layer = traceback({ onError: (report) => reports.push(report), root })
    const lines: string[] = []
    const later: Promise<void>[] = []
    const started = performance.now()
    for (let index = 0; index < 1000; index++) {
      const response = await layer(fails)(
        contextFor('GET', '/', { log: (line) => lines.push(line), waitUntil: (promise) => later.push(promise) }),
      )
      if (response.status !== 500) throw new Error('not answered')
    }
    const took = performance.now() - started
    await Promise.all(later)
    expect(took).toBeLessThan(20_000)
    expect(reports.length).toBeGreaterThan(0)
    expect(reports.length).toBeLessThan(10)
    expect(lines.filter((line) => /answered 500, error id \w{10}, signature [\da-f]{16}: TypeError: the database/.test(line)).length).toBe(
      1000 - reports.length,
    )
  })

  it('of different errors is bounded, too', async () => {
    let reports = 0
    const layer = traceback({ onError: () => reports++ })
    const later: Promise<void>[] = []
    for (let index = 0; index < 500; index++) {
      const app: Application = () => {
        throw Object.assign(new Error('x'), { name: `Error${index}` })
      }
      await layer(app)(contextFor('GET', '/', { log: () => {}, waitUntil: (promise) => later.push(promise) }))
    }
    await Promise.all(later)
    expect(reports).toBeLessThan(60)
  })

  it('of a stack that overflows is told', async () => {
    const endless = (count: number): number => endless(count + 1) + 1
    const { body } = await ask(() => text(String(endless(0))), { display: true, root })
    expect(body).toMatch(/^RangeError: Maximum call stack size exceeded\n {2}at endless /)
  })
})

describe('a body that breaks off (T5)', () => {
  async function* broken(...pieces: string[]): AsyncGenerator<string> {
    yield* pieces
    const near = 'here'
    await Promise.resolve()
    throw new Error(`broke ${near}`)
  }
  const html = { 'content-type': 'text/html; charset=utf-8' }

  async function read(response: Response): Promise<{ body: string; error: unknown }> {
    let body = ''
    try {
      const source = bodyOf(response)
      if (typeof source !== 'object' || source === null || !(Symbol.asyncIterator in source)) throw new TypeError('not a stream')
      for await (const chunk of source) body += typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk)
      return { body, error: undefined }
    } catch (error) {
      return { body, error }
    }
  }

  it('stays broken, and is reported', async () => {
    for (const locals of ['off', 'on'] as const) {
      const reports: Report[] = []
      const later: Promise<void>[] = []
      const context = contextFor('GET', '/', { log: () => {}, waitUntil: (promise) => later.push(promise) })
      const response = await traceback({ locals, root, onError: (report) => reports.push(report) })(() =>
        stream(broken('<p>one'), { headers: html }),
      )(context)
      expect(await read(response)).toEqual({ body: '<p>one', error: new Error('broke here') })
      await Promise.all(later)
      expect(reports[0]).toMatchObject({ status: undefined, error: { message: 'broke here' } })
      const values = reports[0]?.error.frames[0]?.variables.map(({ name, value }) => `${name} ${value.text}`)
      expect(values?.includes('near here')).toBe(locals === 'on')
    }
  })

  it('of HTML ends for a developer with the report, whatever was open (cgitb reset)', async () => {
    const response = await traceback({ display: true, root })(() => stream(broken('<p title="', '<script>'), { headers: html }))(
      contextFor('GET', '/', { log: () => {} }),
    )
    const { body, error } = await read(response)
    expect(body).toMatch(/^<p title="<script>"'>--><\/style><\/script>.*<iframe [^>]*sandbox[^>]*srcdoc="/s)
    expect(body.slice(body.indexOf('srcdoc="') + 8)).toMatch(/^[^"]*"><\/iframe>$/)
    expect(error).toEqual(new Error('broke here'))
  })

  it.each([
    ['text', { 'content-type': 'text/plain' }, 'GET'],
    ['compressed', { ...html, 'content-encoding': 'gzip' }, 'GET'],
    ['of a known length', { ...html, 'content-length': '100' }, 'GET'],
    ['a HEAD', html, 'HEAD'],
  ])('that is %s ends without', async (_, headers, method) => {
    const response = await traceback({ display: true, root })(() => stream(broken('one'), { headers }))(
      contextFor(method, '/', { log: () => {} }),
    )
    expect((await read(response)).body).toBe('one')
  })

  it('of a native Response behind a server is reported as well', async () => {
    const reports: Report[] = []
    const later: Promise<void>[] = []
    const context = contextFor('GET', '/', { log: () => {}, waitUntil: (promise) => later.push(promise), gateway: { protocol: 'http' } })
    const native = () =>
      new Response(ReadableStream.from(broken('one')).pipeThrough(new TextEncoderStream()), { headers: html, status: 201 })
    const response = await traceback({ onError: (report) => reports.push(report) })(native)(context)
    expect(response.status).toBe(201)
    expect(await read(response)).toEqual({ body: 'one', error: new Error('broke here') })
    await Promise.all(later)
    expect(reports).toHaveLength(1)
  })

  it('because the client left is not reported', async () => {
    const controller = new AbortController()
    let reports = 0
    async function* endless(): AsyncGenerator<string> {
      yield 'one'
      controller.abort(new DOMException('left', 'AbortError'))
      controller.signal.throwIfAborted()
    }
    const context = contextFor('GET', '/', { signal: controller.signal, log: () => {} })
    const response = await traceback({ onError: () => reports++ })(() => stream(endless()))(context)
    expect((await read(response)).body).toBe('one')
    expect(reports).toBe(0)
  })
})

describe('a streamed body', () => {
  it('keeps length, trailers, backpressure and cancel', async () => {
    let pulled = 0
    let cancelled = false
    async function* endless(): AsyncGenerator<string> {
      try {
        for (;;) {
          pulled++
          yield 'x'
        }
      } finally {
        cancelled = true
      }
    }
    const layer = traceback({ locals: 'on' })
    const response = await layer(() => stream(endless(), { headers: { 'content-length': '5' } }))(contextFor('GET', '/'))
    expect(response.headers.get('content-length')).toBe('5')
    const source = bodyOf(response)
    if (typeof source !== 'object' || source === null || !(Symbol.asyncIterator in source)) throw new TypeError('not a stream')
    const iterator: AsyncIterator<unknown> = source[Symbol.asyncIterator]()
    expect(pulled).toBe(0)
    await iterator.next()
    expect(pulled).toBe(1)
    await iterator.return?.()
    expect(cancelled).toBe(true)
  })

  it('can be read once, as before', async () => {
    async function* once(): AsyncGenerator<string> {
      yield 'x'
    }
    const response = await traceback()(() => stream(once()))(contextFor('GET', '/'))
    const copy = response.clone()
    expect([await response.text(), await copy.text()]).toEqual(['x', 'x'])
    await expect(response.text()).rejects.toThrow(TypeError)
  })
})

describe('locals', () => {
  it('adaptive: the first error costs nothing and has no values, the second of its kind has some', async () => {
    const reports: Report[] = []
    const layer = traceback({ locals: 'adaptive', root, onError: (report) => reports.push(report) })
    const app: Application = async ({ path }) => {
      const name = path.slice(1)
      await Promise.resolve()
      throw new Error(`no page ${name}`)
    }
    for (const url of ['/one', '/two', '/three']) await askThrough(layer, app, { url })
    const values = reports.map(({ error }) => error.frames[0]?.variables.find(({ name }) => name === 'name')?.value.text)
    expect(values).toEqual([undefined, 'two', undefined])
  })

  it('are missing with a reason where they cannot be had', async () => {
    const { open, close } = await import('node:inspector')
    open(0, '127.0.0.1')
    try {
      const { body } = await ask(fails, { display: true })
      expect(body).toContain('The values of variables are missing: a debugger is attached')
    } finally {
      close()
    }
  })
})

describe('options', () => {
  it.each([
    [{ display: 'yes' }, 'display'],
    [{ context: 0 }, 'context'],
    [{ context: 1.5 }, 'context'],
    [{ logfiles: -1 }, 'logfiles'],
    [{ locals: 'sometimes' }, 'locals'],
    [{ format: 'xml' }, 'format'],
    [{ redact: 'password' }, 'redact'],
    [{ editor: 'javascript:alert("{file}")' }, 'editor'],
    [{ editor: 'notepad' }, 'editor'],
    [{ onError: 'mail' }, 'onError'],
    [{ page: 'page' }, 'page'],
    [{ logdir: '' }, 'logdir'],
    [{ root: '' }, 'root'],
    [{ root: new URL('https://example.org/') }, ''],
  ])('%j is refused at once', (options, name) => {
    // What a program without types would do.
    const wrong = options as unknown as Parameters<typeof traceback>[0]
    expect(() => traceback(wrong)).toThrow(TypeError)
    expect(() => traceback(wrong)).toThrow(name)
  })
})
