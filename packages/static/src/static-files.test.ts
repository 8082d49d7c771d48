import { link, mkdir, mkdtemp, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises'
import { execFileSync } from 'node:child_process'
import { request } from 'node:http'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { contextFor, text, type Application, type Completion, type Middleware } from '@gangway/gateway'
import { serve } from '@gangway/http'
import { lint } from '@gangway/lint'
import type { StaticOptions } from './options.ts'
import { staticFiles } from './static-files.ts'

const modified = new Date('2024-05-06T07:08:09Z')
const tag = (size: number, suffix = '') => `"${size.toString(16)}-${modified.getTime().toString(16)}${suffix}"`
const digits = '0123456789'

let root = ''
let folder = ''

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'static-'))
  folder = join(root, 'public')
  await mkdir(join(folder, 'sub', 'deep'), { recursive: true })
  await mkdir(join(folder, '.git'))
  await mkdir(join(root, 'public-not'))
  await put('public/ten.txt', digits)
  await put('public/long.txt', digits.repeat(100))
  await put('public/empty.txt', '')
  await put('public/index.html', '<p>root</p>')
  await put('public/sub/index.html', '<p>sub</p>')
  await put('public/a b&ü.css', 'p {}')
  await put('public/.git/config', 'secret')
  await put('public/.env', 'secret')
  await put('secret.txt', 'secret')
  await put('public-not/secret.txt', 'secret')
  await put('public/app.js', 'let plain = 1')
  await put('public/app.js.br', 'br')
  await put('public/app.js.gz', 'gzip')
  await put('public/app.js.zst', 'zstd')
  await put('public/old.js', 'let fresh')
  await writeFile(join(folder, 'old.js.gz'), 'stale')
  await utimes(join(folder, 'old.js.gz'), modified, new Date(modified.getTime() - 1000))
  await symlink('ten.txt', join(folder, 'inside.txt'))
  await symlink('../secret.txt', join(folder, 'outside.txt'))
  await symlink(root, join(folder, 'up'))
  await symlink('loop.txt', join(folder, 'loop.txt'))
  await link(join(folder, 'ten.txt'), join(folder, 'hard.txt'))
  execFileSync('mkfifo', [join(folder, 'pipe')])
})
afterAll(() => rm(root, { recursive: true }))

async function put(name: string, content: string): Promise<void> {
  await writeFile(join(root, name), content)
  await utimes(join(root, name), modified, modified)
}

const inner: Application = ({ method, path }) => text(`app ${method} ${path}`, { status: 404 })

interface Answer {
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly text: string
}

/** Through the real server, with a request line of our own. */
async function get(
  path: string,
  headers: Record<string, string> = {},
  options: Partial<StaticOptions> = {},
  method = 'GET',
): Promise<Answer> {
  const app = lint()(staticFiles({ folder, ...options })(lint()(inner)))
  await using server = await serve(app, { listen: '127.0.0.1:0' })
  if (server.address.kind !== 'tcp') throw new TypeError('not TCP')
  const asked = request({ host: '127.0.0.1', port: server.address.port, path, method, headers, agent: false }).end()
  const [response] = await once(asked, 'response')
  let body = ''
  for await (const chunk of response.setEncoding('utf8')) body += chunk
  return { status: response.statusCode, headers: response.headers, text: body }
}

async function seen(path: string, options: Partial<StaticOptions> = {}): Promise<string> {
  const { status, text: body, headers } = await get(path, {}, options)
  return `${status} ${headers.location ?? body}`
}

describe('staticFiles', () => {
  it('serves a file with all that is known of it', async () => {
    const { status, headers, text: body } = await get('/ten.txt')
    expect([status, body]).toEqual([200, digits])
    expect(headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-length': '10',
      'last-modified': 'Mon, 06 May 2024 07:08:09 GMT',
      etag: tag(10),
      'accept-ranges': 'bytes',
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
    })
    expect(headers.vary).toBeUndefined()
  })

  test.each([
    ['/', '200 <p>root</p>'],
    ['/sub/', '200 <p>sub</p>'],
    ['/sub', '308 /sub/'],
    ['/sub?q=a%20b', '308 /sub/?q=a%20b'],
    ['/a%20b&%C3%BC.css', '200 p {}'],
    ['/ten.txt?v=1', `200 ${digits}`],
    ['/empty.txt', '200 '],
    ['/inside.txt', `200 ${digits}`],
    ['/hard.txt', `200 ${digits}`],
    ['/sub/deep', '404 app GET /sub/deep'],
    ['/sub/deep/', '404 app GET /sub/deep/'],
    ['/ten.txt/', '404 app GET /ten.txt/'],
    ['/ten.txt/x', '404 app GET /ten.txt/x'],
    ['/none', '404 app GET /none'],
    [`/${'n'.repeat(300)}`, `404 app GET /${'n'.repeat(300)}`],
    [`/${'n/'.repeat(3000)}`, `404 app GET /${'n/'.repeat(3000)}`],
    ['/pipe', '404 app GET /pipe'],
    ['/loop.txt', '404 app GET /loop.txt'],
    ['/TEN.TXT', '404 app GET /TEN.TXT'],
  ])('answers %s', async (path, expected) => {
    expect(await seen(path)).toBe(expected)
  })

  test.each([
    ['/.env'],
    ['/%2eenv'],
    ['/.git/config'],
    ['/sub/../../secret.txt'],
    ['/..%2fsecret.txt'],
    ['/%2e%2e/secret.txt'],
    ['/%2e%2e%2fsecret.txt'],
    ['/..%5csecret.txt'],
    ['/sub/..%2f..%2fsecret.txt'],
    ['//secret.txt'],
    ['/..%2fpublic-not%2fsecret.txt'],
    ['/ten.txt%00.png'],
    ['/outside.txt'],
    ['/up/secret.txt'],
    ['/up/public/ten.txt%00'],
  ])('serves nothing else for %s', async (path) => {
    const { status, text: body } = await get(path)
    expect(status).toBe(404)
    expect(body.startsWith('app GET /')).toBe(true)
  })

  it('never makes an address of another host', async () => {
    for (const path of ['//evil.example', '//sub', '/%2fsub', '/\\sub', '/%5c%5csub'])
      expect((await get(path)).headers.location).toBeUndefined()
  })

  it('follows links as told', async () => {
    expect(await seen('/outside.txt', { symlinks: 'all' })).toBe('200 secret')
    expect(await seen('/up/secret.txt', { symlinks: 'all' })).toBe('200 secret')
    expect(await seen('/inside.txt', { symlinks: 'none' })).toBe('404 app GET /inside.txt')
    expect(await seen('/up/public/ten.txt', { symlinks: 'none' })).toBe('404 app GET /up/public/ten.txt')
    expect(await seen('/up/public/ten.txt')).toBe(`200 ${digits}`)
  })

  it('serves from a folder that is a link itself', async () => {
    await symlink(folder, join(root, 'current'))
    for (const symlinks of ['inside', 'all', 'none'] as const) {
      expect(await seen('/ten.txt', { folder: join(root, 'current'), symlinks })).toBe(`200 ${digits}`)
      expect((await seen('/outside.txt', { folder: join(root, 'current'), symlinks })).slice(0, 3)).toBe(symlinks === 'all' ? '200' : '404')
    }
  })

  it('answers below its prefix only', async () => {
    expect(await seen('/assets/ten.txt', { prefix: '/assets' })).toBe(`200 ${digits}`)
    expect(await seen('/assets/', { prefix: '/assets' })).toBe('200 <p>root</p>')
    expect(await seen('/assets', { prefix: '/assets' })).toBe('200 <p>root</p>')
    expect(await seen('/ten.txt', { prefix: '/assets' })).toBe('404 app GET /ten.txt')
    expect(await seen('/assetsten.txt', { prefix: '/assets' })).toBe('404 app GET /assetsten.txt')
    expect(await seen('/assets/sub', { prefix: '/assets' })).toBe('308 /assets/sub/')
  })

  it('can have another index, or none, and serve names that begin with a dot', async () => {
    expect(await seen('/', { index: 'ten.txt' })).toBe(`200 ${digits}`)
    expect(await seen('/', { index: false })).toBe('404 app GET /')
    expect(await seen('/sub', { index: false })).toBe('404 app GET /sub')
    expect(await seen('/.env', { dotfiles: true })).toBe('200 secret')
  })

  it('leaves other methods to the application, and without waiting', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) expect((await get('/ten.txt', {}, {}, method)).status).toBe(404)
    const app = staticFiles({ folder, prefix: '/assets' })(inner)
    expect(app(contextFor('POST', '/assets/ten.txt'))).toBeInstanceOf(Response)
    expect(app(contextFor('GET', '/'))).toBeInstanceOf(Response)
  })

  it('answers HEAD as GET, without a body', async () => {
    const [head, whole] = [await get('/ten.txt', {}, {}, 'HEAD'), await get('/ten.txt')]
    const fields = ({ headers }: Answer) => ({ ...headers, date: undefined })
    expect(fields(head)).toEqual(fields(whole))
    expect(head.text).toBe('')
    expect((await get('/ten.txt', { range: 'bytes=0-1' }, {}, 'HEAD')).status).toBe(200)
    expect((await get('/long.txt', { range: 'bytes=0-1,900-901' }, {}, 'HEAD')).status).toBe(200)
  })

  it('says how long a file may be kept', async () => {
    const options = { maxAge: 60, immutable: (path: string) => path.startsWith('sub/') }
    expect((await get('/ten.txt', {}, options)).headers['cache-control']).toBe('public, max-age=60')
    expect((await get('/sub/', {}, options)).headers['cache-control']).toBe('public, max-age=31536000, immutable')
  })

  it('takes media types from the options', async () => {
    const { headers } = await get('/ten.txt', {}, { types: { TXT: 'text/plain; charset=iso-8859-1' } })
    expect(headers['content-type']).toBe('text/plain; charset=iso-8859-1')
  })
})

describe('conditions', () => {
  it('are answered with 304, with what a cache needs to know and no more', async () => {
    const { status, headers, text: body } = await get('/ten.txt', { 'if-none-match': tag(10) })
    expect([status, body]).toEqual([304, ''])
    expect(headers).toMatchObject({ etag: tag(10), 'cache-control': 'no-cache' })
    expect(headers['content-type'] ?? headers['content-length']).toBeUndefined()
  })

  it('are answered with 412', async () => {
    expect((await get('/ten.txt', { 'if-match': '"x"' })).status).toBe(412)
    expect((await get('/ten.txt', { 'if-unmodified-since': 'Mon, 06 May 2024 07:08:08 GMT' }, {}, 'HEAD')).status).toBe(412)
  })

  it('come before ranges', async () => {
    expect((await get('/ten.txt', { 'if-none-match': tag(10), range: 'bytes=0-1' })).status).toBe(304)
    expect((await get('/ten.txt', { 'if-match': '"x"', range: 'bytes=0-1' })).status).toBe(412)
  })
})

describe('ranges', () => {
  test.each([
    ['bytes=2-5', 206, '2345', 'bytes 2-5/10'],
    ['bytes=-3', 206, '789', 'bytes 7-9/10'],
    ['bytes=8-', 206, '89', 'bytes 8-9/10'],
    ['bytes=8-99', 206, '89', 'bytes 8-9/10'],
    ['bytes=-99', 206, digits, 'bytes 0-9/10'],
    ['bytes=10-', 416, '', 'bytes */10'],
    ['bytes=-0', 416, '', 'bytes */10'],
    ['bytes=5-2', 200, digits, undefined],
    ['bytes=x', 200, digits, undefined],
    ['lines=1-2', 200, digits, undefined],
    ['bytes=10-,20-', 416, '', 'bytes */10'],
    ['bytes=0-1,3-4', 206, '01234', 'bytes 0-4/10'],
    ['bytes=0-1,x', 200, digits, undefined],
  ])('%s', async (range, status, body, contentRange) => {
    const answer = await get('/ten.txt', { range })
    expect([answer.status, answer.text, answer.headers['content-range']]).toEqual([status, body, contentRange])
    expect(answer.headers['content-length']).toBe(String(body.length))
  })

  it('of an empty file are ignored', async () => {
    for (const range of ['bytes=0-', 'bytes=0-0,5-6', 'bytes=-1'])
      expect(await get('/empty.txt', { range })).toMatchObject({ status: 200, text: '' })
  })

  it('that are several come in parts', async () => {
    const { status, headers, text: body } = await get('/long.txt', { range: 'bytes=500-504,0-1,-2' })
    expect(status).toBe(206)
    const boundary = /^multipart\/byteranges; boundary=([\w-]+)$/.exec(headers['content-type'] ?? '')?.[1] ?? ''
    const part = (range: string, content: string) =>
      `--${boundary}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Range: bytes ${range}/1000\r\n\r\n${content}\r\n`
    expect(body).toBe(`${part('500-504', '01234')}${part('0-1', '01')}${part('998-999', '89')}--${boundary}--\r\n`)
    expect(headers['content-length']).toBe(String(body.length))
    expect([headers['content-range'], headers.etag]).toEqual([undefined, tag(1000)])
  })

  it('depend on If-Range', async () => {
    const statusWith = async (condition: string, range: string) => (await get('/long.txt', { range, 'if-range': condition })).status
    for (const range of ['bytes=0-1', 'bytes=0-1,900-901']) {
      expect(await statusWith(tag(1000), range)).toBe(206)
      expect(await statusWith('Mon, 06 May 2024 07:08:09 GMT', range)).toBe(206)
      expect(await statusWith(`W/${tag(1000)}`, range)).toBe(200)
      expect(await statusWith('"x"', range)).toBe(200)
      expect(await statusWith('Mon, 06 May 2024 07:08:10 GMT', range)).toBe(200)
    }
  })

  it('never make more of a file than there is', async () => {
    const range = `bytes=${Array.from({ length: 50 }, () => '0-').join(',')}`
    expect(await get('/long.txt', { range })).toMatchObject({ status: 206, text: digits.repeat(100) })
  })
})

describe('precompressed files', () => {
  const precompressed = ['br', 'zstd', 'gzip'] as const

  test.each([
    ['gzip, br', 'br', 'br'],
    ['gzip', 'gzip', 'gzip'],
    ['zstd', 'zstd', 'zstd'],
    ['br;q=0.5, gzip', 'gzip', 'gzip'],
    ['gzip;q=0', undefined, 'let plain = 1'],
    ['identity', undefined, 'let plain = 1'],
  ])('are chosen by Accept-Encoding: %s', async (field, coding, body) => {
    const { headers, text: got, status } = await get('/app.js', { 'accept-encoding': field }, { precompressed })
    expect([status, got, headers['content-encoding'], headers.vary]).toEqual([200, body, coding, 'accept-encoding'])
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect(headers.etag).toBe(tag(body.length, coding ? `-${coding}` : ''))
  })

  it('are left alone unless told, when they are older, and when there is none', async () => {
    const all = { 'accept-encoding': 'br, zstd, gzip' }
    expect((await get('/app.js', all)).text).toBe('let plain = 1')
    expect((await get('/old.js', all, { precompressed })).text).toBe('let fresh')
    expect((await get('/ten.txt', all, { precompressed })).headers.vary).toBe('accept-encoding')
  })

  it('have conditions and ranges of their own', async () => {
    const ask = (more: Record<string, string>) => get('/app.js', { 'accept-encoding': 'zstd', ...more }, { precompressed })
    expect(await ask({ 'if-none-match': tag(4, '-zstd') })).toMatchObject({ status: 304, headers: { vary: 'accept-encoding' } })
    expect((await ask({ 'if-none-match': tag(13) })).status).toBe(200)
    expect(await ask({ range: 'bytes=1-2' })).toMatchObject({ status: 206, text: 'st', headers: { 'content-encoding': 'zstd' } })
    const refused = await ask({ range: 'bytes=8-9,20-30' })
    expect([refused.status, refused.headers['content-encoding']]).toEqual([416, undefined])
  })
})

describe('trouble', () => {
  it('breaks off when a file has become shorter, and says so', async () => {
    await put('public/shrinking.bin', '')
    await truncate(join(folder, 'shrinking.bin'), 64 * 1024 * 1024)
    const completions: Promise<Completion>[] = []
    const watch: Middleware = (app) => (context) => {
      completions.push(context.completed)
      return app(context)
    }
    const stacked = watch(staticFiles({ folder })(inner))
    await using server = await serve(stacked, { listen: '127.0.0.1:0', onError: () => {} })
    if (server.address.kind !== 'tcp') throw new TypeError('not TCP')
    const asked = request({ host: '127.0.0.1', port: server.address.port, path: '/shrinking.bin', agent: false }).end()
    const [response] = await once(asked, 'response')
    await truncate(join(folder, 'shrinking.bin'), 10)
    await expect(response.resume().toArray()).rejects.toThrow('aborted')
    expect((await completions[0])?.outcome).toBe('failed')
  })

  test.each<[unknown, string]>([
    [{ folder: 'public' }, 'static: folder is an absolute path or a file: URL'],
    [{}, 'static: folder is an absolute path or a file: URL'],
    [{ folder: '/nowhere/at/all' }, 'static: there is no folder /nowhere/at/all'],
    [{ folder: import.meta.filename }, 'static: there is no folder'],
    [{ folder: tmpdir(), prefix: 'assets' }, "static: prefix is '' or a path like '/assets'"],
    [{ folder: tmpdir(), prefix: '/assets/' }, "static: prefix is '' or a path like '/assets'"],
    [{ folder: tmpdir(), index: '../x' }, 'static: index is the name of a file, or false'],
    [{ folder: tmpdir(), index: true }, 'static: index is the name of a file, or false'],
    [{ folder: tmpdir(), dotfiles: 'deny' }, 'static: dotfiles is true or false'],
    [{ folder: tmpdir(), symlinks: 'follow' }, "static: symlinks is 'inside', 'all' or 'none'"],
    [{ folder: tmpdir(), precompressed: ['deflate'] }, "static: precompressed is a list of 'br', 'zstd' and 'gzip'"],
    [{ folder: tmpdir(), precompressed: true }, "static: precompressed is a list of 'br', 'zstd' and 'gzip'"],
    [{ folder: tmpdir(), maxAge: 1.5 }, 'static: maxAge is a number of seconds'],
    [{ folder: tmpdir(), immutable: true }, 'static: immutable is a function of a path'],
    [{ folder: tmpdir(), types: { '.ts': 'text/plain' } }, 'is not an ending of names without its dot'],
    [{ folder: tmpdir(), types: { ts: 'typescript' } }, 'static: "typescript" is not a media type'],
  ])('with the options %j is found at once', (options, message) => {
    expect(() => Reflect.apply(staticFiles, undefined, [options])).toThrow(message)
  })

  it('is none with a URL for the folder', async () => {
    expect(await seen('/ten.txt', { folder: pathToFileURL(folder) })).toBe(`200 ${digits}`)
  })
})
