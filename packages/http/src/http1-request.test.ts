import { json, text, type Application } from '@gangway/gateway'
import { answerTo, bodyOf, RawClient, statusOf } from '../test/raw-client.ts'
import { started } from '../test/started.ts'

const describeRequest: Application = ({ method, url, mount, path, query, target, headers, gateway }) =>
  json({ method, url: url.href, mount, path, query, target, headers: [...headers], version: gateway.version })

async function seenBy(request: string): Promise<Record<string, unknown>> {
  await using server = await started(describeRequest)
  const response = await answerTo(server.port, request)
  expect(statusOf(response)).toBe(200)
  const seen: Record<string, unknown> = JSON.parse(bodyOf(response))
  return seen
}

const get = (target: string, ...fields: string[]) =>
  `GET ${target} HTTP/1.1\r\n${['Host: a', ...fields, 'Connection: close'].join('\r\n')}\r\n\r\n`

it('CVE-2016-5385: shows no Proxy field (httpoxy), nor what concerns the connection', async () => {
  const seen = await seenBy(get('/', 'Proxy: http://evil.test', 'TE: trailers', 'Keep-Alive: 1', 'X: y'))
  expect(seen.headers).toEqual([
    ['host', 'a'],
    ['x', 'y'],
  ])
})

describe('HTTP-01 request targets', () => {
  test.each([
    ['/p?q', { url: 'http://a/p?q', path: '/p', query: 'q', target: '/p?q' }],
    ['/a/../b/%2e%2e/c\\d', { url: 'http://a/c/d', path: '/c/d', target: '/a/../b/%2e%2e/c\\d' }],
    ['//evil.test/p', { url: 'http://a//evil.test/p', path: '//evil.test/p' }],
    ['/p#fragment', { url: 'http://a/p', path: '/p' }],
    ['http://evil.test/p?q', { url: 'http://evil.test/p?q', path: '/p', target: 'http://evil.test/p?q' }],
    ['http://evil.test', { url: 'http://evil.test/', path: '/' }],
    ['/%2Fx%zz', { path: '/%2Fx%zz' }],
  ])('%s', async (target, expected) => {
    expect(await seenBy(get(target))).toMatchObject(expected)
  })

  it('takes the asterisk of OPTIONS', async () => {
    expect(await seenBy('OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')).toMatchObject({
      url: 'http://a/',
      path: '/',
      target: '*',
    })
  })

  test.each(['*', 'x', 'ftp://a/', 'http://u:p@evil/', 'http://a b/'])('refuses GET %s', async (target) => {
    await using server = await started(describeRequest)
    expect(statusOf(await answerTo(server.port, get(target)))).toBe(400)
    expect(server.errors).toHaveLength(1)
  })
})

describe('HTTP-02 Host', () => {
  test.each([
    ['none', 'GET / HTTP/1.1\r\n\r\n'],
    ['two', 'GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n'],
    ['an empty one', 'GET / HTTP/1.1\r\nHost: \r\n\r\n'],
    ['a path', 'GET / HTTP/1.1\r\nHost: a b/evil?\r\n\r\n'],
    ['userinfo', 'GET / HTTP/1.1\r\nHost: u:p@evil\r\n\r\n'],
    ['a port that is none', 'GET / HTTP/1.1\r\nHost: a:99999\r\n\r\n'],
    ['an invalid one beside an absolute target', 'GET http://a/ HTTP/1.1\r\nHost: u@b\r\n\r\n'],
    ['none beside an absolute target', 'GET http://a/ HTTP/1.1\r\n\r\n'],
  ])('refuses %s', async (_, request) => {
    await using server = await started(() => text('no'))
    const response = await answerTo(server.port, request)
    expect(statusOf(response)).toBe(400)
    expect(response).toMatch(/connection: close/i)
    expect(server.errors).toHaveLength(1)
  })

  it('is the address of the server for HTTP/1.0 without Host', async () => {
    await using server = await started(({ url }) => text(url.href))
    expect(bodyOf(await answerTo(server.port, 'GET /x HTTP/1.0\r\n\r\n'))).toBe(`http://127.0.0.1:${server.port}/x`)
  })

  it('is replaced by the authority of the target', async () => {
    const { headers } = await seenBy(get('http://evil.test/p'))
    expect(headers).toContainEqual(['host', 'evil.test'])
  })
})

describe('request fields', () => {
  it('leaves out what concerns the connection alone', async () => {
    const { headers } = await seenBy(
      get('/', 'Keep-Alive: 5', 'Proxy-Connection: x', 'TE: trailers', 'Trailer: x', 'Upgrade: h2c', 'X-Kept: 1').replace(
        'close',
        'close, TE',
      ),
    )
    expect(headers).toEqual([
      ['host', 'a'],
      ['x-kept', '1'],
    ])
  })

  it('CVE-2022-31813 keeps a field that Connection names', async () => {
    const { headers } = await seenBy(`GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 1.2.3.4\r\nConnection: close, X-Forwarded-For\r\n\r\n`)
    expect(headers).toContainEqual(['x-forwarded-for', '1.2.3.4'])
  })

  it('reads values as latin1', async () => {
    await using server = await started(({ headers }) => text(headers.get('x') === '\xe9' ? 'latin1' : 'not'))
    expect(bodyOf(await answerTo(server.port, get('/', 'X: \xe9')))).toBe('latin1')
  })

  it('refuses more than the limit with 431', async () => {
    await using server = await started(() => text('ok'), { limits: { headerCount: 4 } })
    expect(statusOf(await answerTo(server.port, get('/', 'A: 1', 'B: 2')))).toBe(200)
    expect(statusOf(await answerTo(server.port, get('/', 'A: 1', 'B: 2', 'C: 3')))).toBe(431)
    expect(server.errors).toHaveLength(1)
  })

  it('refuses more bytes than the limit with 431', async () => {
    await using server = await started(() => text('ok'), { limits: { header: 1000 } })
    expect(statusOf(await answerTo(server.port, get('/', `A: ${'x'.repeat(2000)}`)))).toBe(431)
    expect(server.errors).toMatchObject([{ code: 'ERR_HEADER_TOO_LARGE' }])
  })
})

describe('methods', () => {
  test.each(['GET', 'DELETE', 'PROPFIND', 'M-SEARCH'])('takes %s', async (method) => {
    expect(await seenBy(`${method} / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`)).toMatchObject({ method })
  })

  test.each([
    ['TRACE', 'TRACE / HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['CONNECT', 'CONNECT b:443 HTTP/1.1\r\nHost: b:443\r\n\r\n'],
  ])('answers %s with 501', async (_, request) => {
    await using server = await started(() => text('no'))
    expect(statusOf(await answerTo(server.port, request))).toBe(501)
    expect(server.errors).toMatchObject([{ code: 'ERR_METHOD_NOT_SUPPORTED' }])
  })

  it('HTTP-10 answers a request to upgrade as an ordinary one', async () => {
    await using server = await started(() => text('ordinary'))
    const response = await answerTo(server.port, 'GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\n\r\n')
    expect(bodyOf(response)).toBe('ordinary')
  })
})

describe('what is not HTTP', () => {
  test.each([
    ['noise', '\x16\x03\x01\x02\x00 noise\r\n\r\n', 400],
    ['a NUL in a field', 'GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n', 400],
    ['a space before the colon', 'GET / HTTP/1.1\r\nHost : a\r\n\r\n', 400],
    ['a folded field', 'GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n', 400],
    [
      'both Content-Length and Transfer-Encoding',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['two Content-Length', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello', 400],
    ['a Content-Length that is no number', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello', 400],
    ['a transfer coding that is not chunked', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n', 501],
    ['Transfer-Encoding in HTTP/1.0', 'POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400],
    ['a version of its own', 'GET / HTTP/1.7\r\nHost: a\r\n\r\n', 400],
    ['HTTP/2 in words', 'GET / HTTP/2.0\r\nHost: a\r\n\r\n', 505],
    ['HTTP/0.9', 'GET /\r\n\r\n', 505],
  ])('refuses %s, with a line', async (_, request, status) => {
    await using server = await started(() => text('no'))
    const response = await answerTo(server.port, request)
    expect(statusOf(response)).toBe(status)
    expect(response).toMatch(/connection: close/i)
    expect(server.errors).toHaveLength(1)
    expect(server.errors[0]?.message).toMatch(/^http: /)
  })

  it('refuses it after the answer to what came before', async () => {
    await using server = await started(async () => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      return text('first')
    })
    const response = await answerTo(server.port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\nnoise\r\n\r\n')
    expect(response).toMatch(/^HTTP\/1\.1 200 .*connection: close.*first$/s)
  })

  it('does not disturb another connection', async () => {
    await using server = await started(() => text('fine'))
    const other = RawClient.to(server.port).send('GET / HTTP/1.1\r\nHost: a\r\n')
    await answerTo(server.port, 'noise\r\n\r\n')
    expect(await other.send('\r\n').until('fine')).toMatch(/^HTTP\/1\.1 200 /)
    other.socket.destroy()
  })
})
