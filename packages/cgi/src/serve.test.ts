import { runProgram, startProgram } from '../test/run-program.ts'

const post = (length: string) => ({ REQUEST_METHOD: 'POST', CONTENT_LENGTH: length })

describe('serve', () => {
  it('answers one request and resolves', async () => {
    const source = `await serve((context) => text(context.method + ' ' + context.url))
process.stderr.write('served')`
    const { stdout, stderr, exitCode } = await runProgram(source, { variables: { REQUEST_METHOD: 'PUT', REQUEST_URI: '/a?b' } })
    expect(stdout).toBe('Status: 200 OK\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 26\r\n\r\nPUT http://example.org/a?b')
    expect({ stderr, exitCode }).toEqual({ stderr: 'served', exitCode: 0 })
  })

  it('says what the gateway is', async () => {
    const source = `await serve(({ gateway: { variables, ...gateway }, can }) => json({ gateway, can, name: variables.HTTP_X_Y }))`
    const { stdout } = await runProgram(source, { variables: { SERVER_SOFTWARE: 'Apache', HTTP_X_Y: 'z' } })
    expect(JSON.parse(stdout.split('\r\n\r\n')[1] ?? '')).toEqual({
      gateway: { protocol: 'cgi', version: '1.1', software: 'Apache', multiprocess: true, runOnce: true },
      can: { informational: false, trailers: false, upgrade: false, sendfile: false, fullDuplex: false },
      name: 'z',
    })
  })

  it('takes the variables byte by byte (CGI-06)', async () => {
    const { child, ended } = startProgram(
      `await serve(({ path, mount, headers }) => text([mount, path, [...headers.get('x')].map((c) => c.charCodeAt(0))].join(' ')))`,
      {
        variables: { SCRIPT_NAME: '/app', PATH_INFO: '/\u00e9', REQUEST_URI: '', HTTP_X: '\u00ff\u0100' },
      },
    )
    child.stdin.end()
    const { stdout } = await ended()
    expect(stdout).toContain('\r\n\r\n/app /%C3%A9 195,191,196,128')
  })

  it('ignores its arguments, which may be the query (CGI-02)', async () => {
    const run = { parameters: ['-h', '--inspect', '-d', 'allow_url_include=1'], variables: { QUERY_STRING: '-h' } }
    const { stdout, exitCode } = await runProgram(`await serve(() => text('same'))`, run)
    expect(stdout).toContain('\r\n\r\nsame')
    expect(exitCode).toBe(0)
  })

  it('writes field values as latin1, the body as UTF-8, and each cookie by itself (CGI-22)', async () => {
    const source = `await serve(() => text('\\u00e9', { headers: [['x', '\\u00e9'], ['set-cookie', 'a=1'], ['set-cookie', 'b=2']] }))`
    const { stdout } = await runProgram(source)
    expect(stdout).toContain('\r\nx: \xe9\r\nset-cookie: a=1\r\nset-cookie: b=2\r\n')
    expect(stdout).toMatch(/content-length: 2\r\n\r\n\xc3\xa9$/)
  })

  it.each([
    [
      'a HEAD, with the length (CGI-26)',
      `() => text('abc')`,
      { REQUEST_METHOD: 'HEAD' },
      'Status: 200 OK\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 3\r\n\r\n',
    ],
    ['a 204 (CGI-26)', `() => empty(204)`, {}, 'Status: 204 No Content\r\n\r\n'],
    ['a redirect, with its status (CGI-24)', `() => redirect('/x')`, {}, 'location: /x\r\ncontent-length: 0\r\nStatus: 302 Found\r\n\r\n'],
    [
      'a 201 with a location',
      `() => empty({ status: 201, headers: { location: '/x' } })`,
      {},
      'location: /x\r\ncontent-length: 0\r\nStatus: 201 Created\r\n\r\n',
    ],
    [
      'a 200 without its location, which Apache would answer with another page (CGI-24)',
      `() => text('', { headers: { location: '/x' } })`,
      {},
      'Status: 200 OK\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 0\r\n\r\n',
    ],
    [
      'a response without hop-by-hop fields (CGI-23)',
      `() => empty({ headers: { connection: 'x-a', 'x-a': '1', 'keep-alive': '5' } })`,
      {},
      'Status: 204 No Content\r\n\r\n',
    ],
    [
      'a genuine Response',
      `() => new Response('a', { status: 404, headers: { 'content-type': 'x/y' } })`,
      {},
      'Status: 404 Not Found\r\ncontent-type: x/y\r\ncontent-length: 1\r\n\r\na',
    ],
  ])('sends %s', async (_, app, variables, expected) => {
    const { stdout } = await runProgram(`await serve(${app})`, { variables })
    expect(stdout).toBe(expected)
  })

  it('sends pieces as they come', async () => {
    const { child } = startProgram(`await serve(() => stream((async function* () { yield 'first'; await wait(60_000) })()))`)
    child.stdout.setEncoding('latin1')
    let received = ''
    for await (const chunk of child.stdout) {
      received += String(chunk)
      if (received.includes('first')) break
    }
    child.kill('SIGKILL')
    expect(received).toMatch(/^Status: 200 OK\r\n\r\nfirst$/)
  })

  it.each([
    ['whole', `text('x'.repeat(5_000_000))`],
    ['in pieces', `stream((async function* () { for (let i = 0; i < 100; i++) yield 'x'.repeat(50_000) })())`],
  ])('sends 5 MB %s to a slow reader', async (_, reply) => {
    const { child, ended } = startProgram(`await serve(() => ${reply})`)
    child.stdin.end()
    await new Promise((resolve) => setTimeout(resolve, 500))
    const { stdout, exitCode } = await ended()
    expect(stdout.split('\r\n\r\n')[1]).toHaveLength(5_000_000)
    expect(exitCode).toBe(0)
  })

  describe('the request body', () => {
    const echo = `await serve(async ({ body }) => text(body ? await body.text() : 'none'))`

    it.each([
      ['is read as long as it was announced (CGI-03)', { ...post('5') }, 'hello world', 'hello'],
      ['is none without a length (CGI-03)', { ...post('') }, 'hello', 'none'],
      ['of a GET is read too (C.8)', { CONTENT_LENGTH: '5' }, 'hello', 'hello'],
      ['goes to the end when lighttpd does not know (CGI-04)', { ...post('-1') }, 'hello world', 'hello world'],
      [
        'goes to the end when Apache has taken the chunks apart (CGI-05)',
        { ...post(''), HTTP_TRANSFER_ENCODING: 'chunked' },
        'a\r\nb',
        'a\r\nb',
      ],
    ])('%s', async (_, variables, input, expected) => {
      const { stdout } = await runProgram(echo, { variables, input })
      expect(stdout.split('\r\n\r\n').slice(1).join('\r\n\r\n')).toBe(expected)
    })

    it('fails when it ends early, and gives 400 (CGI-03)', async () => {
      const { stdout, stderr, exitCode } = await runProgram(echo, { variables: post('6'), input: 'hello' })
      expect(stdout).toMatch(/^Status: 400 Bad Request\r\n/)
      expect(stderr).toBe('POST /: cgi: the request body ended after 5 of 6 bytes\n')
      expect(exitCode).toBe(0)
    })

    it('is refused beyond the limit, announced or not', async () => {
      const limited = `await serve(async ({ body }) => text(await body.text()), { limits: { body: 4 } })`
      const announced = await runProgram(limited, { variables: post('5'), input: 'hello' })
      const endless = await runProgram(limited, { variables: post('-1'), input: 'hello' })
      for (const { stdout } of [announced, endless])
        expect(stdout).toMatch(/^Status: 413 Content Too Large\r\n[^]*\r\n\r\nContent Too Large\n$/)
    })

    it('of several MB is echoed while a server hands it over before it reads (B.5)', async () => {
      const { child, ended } = startProgram(`await serve(({ body }) => stream(body))`, { variables: post('3000000') })
      const input = Buffer.alloc(3_000_000, 'abc')
      await new Promise<void>((resolve) => child.stdin.end(input, () => resolve()))
      const { stdout } = await ended()
      expect(stdout.slice(stdout.indexOf('\r\n\r\n') + 4) === input.toString('latin1')).toBe(true)
    })

    it('that is not read does not keep a large response from a server that hands it over first', async () => {
      const { child, ended } = startProgram(`await serve(() => text('x'.repeat(1_000_000)))`, { variables: post('30000000') })
      await new Promise<void>((resolve) => child.stdin.end(Buffer.alloc(30_000_000), () => resolve()))
      const { stdout, exitCode } = await ended()
      expect(stdout).toHaveLength(1_000_000 + stdout.indexOf('\r\n\r\n') + 4)
      expect(exitCode).toBe(0)
    })
  })

  describe('103 Early Hints (CGI-28)', () => {
    const source = `await serve((context) => {
  if (context.can.informational) context.sendInformational(103, { link: '</a.css>; rel=preload' })
  return text('x')
})`

    it('go before the response behind lighttpd', async () => {
      const { stdout } = await runProgram(source, { variables: { SERVER_SOFTWARE: 'lighttpd/1.4.69' } })
      expect(stdout).toMatch(/^Status: 103 Early Hints\r\nlink: <\/a\.css>; rel=preload\r\n\r\nStatus: 200 OK\r\n/)
    })

    it('are not sent to other servers', async () => {
      const { stdout } = await runProgram(source, { variables: { SERVER_SOFTWARE: 'Apache/2.4.71' } })
      expect(stdout).toMatch(/^Status: 200 OK\r\n/)
    })
  })

  it('hands a file over by name', async () => {
    const source = `import { file } from '@gangway/gateway'
await serve(() => file('/srv/files/a b.pdf'), { sendfile: { header: 'X-Sendfile', folders: { '/srv/files': '/srv/files' } } })`
    const { stdout } = await runProgram(source)
    expect(stdout).toMatch(/^Status: 200 OK\r\n[^]*x-sendfile: \/srv\/files\/a%20b\.pdf\r\n[^]*\r\n\r\n$/)
  })
})
