import { json, text, type Application } from '@gangway/gateway'
import { constants } from 'node:http2'
import { setTimeout as sleep } from 'node:timers/promises'
import { ended, speaking } from '../test/http2-client.ts'

const describeRequest: Application = ({ method, url, path, target, headers, gateway, can }) =>
  json({ method, url: url.href, path, target, headers: [...headers], version: gateway.version, can })

describe('requests of HTTP/2', () => {
  test.each([
    ['/p?q', { url: 'http://a.test/p?q', path: '/p', target: '/p?q' }],
    ['//evil.test/p', { url: 'http://a.test//evil.test/p', path: '//evil.test/p' }],
    ['/a/%2e%2e/b', { url: 'http://a.test/b', path: '/b' }],
  ])('HTTP-01 the :path %s', async (path, expected) => {
    await using spoken = await speaking(describeRequest)
    const { body } = await spoken.get({ ':path': path, ':authority': 'a.test' })
    expect(JSON.parse(body)).toMatchObject({ ...expected, version: '2' })
  })

  it('HTTP-01 the asterisk of OPTIONS', async () => {
    await using spoken = await speaking(describeRequest)
    const { body } = await spoken.get({ ':method': 'OPTIONS', ':path': '*', ':authority': 'a.test' })
    expect(JSON.parse(body)).toMatchObject({ url: 'http://a.test/', target: '*' })
  })

  test.each([
    ['a :path that is absolute', { ':path': 'http://evil.test/', ':authority': 'a' }],
    ['userinfo in :authority', { ':authority': 'u:p@evil' }],
    ['an invalid :authority', { ':authority': 'a b' }],
    ['a Host that differs', { ':authority': 'a', host: 'b' }],
  ])('HTTP-02 refuses %s', async (_, headers) => {
    await using spoken = await speaking(() => text('no'))
    const { status, code } = await spoken.get(headers)
    expect(code === constants.NGHTTP2_PROTOCOL_ERROR ? 400 : status).toBe(400)
  })

  it('HTTP-02 takes Host where there is no :authority, and shows :authority as Host', async () => {
    await using spoken = await speaking(describeRequest)
    const { body } = await spoken.get({ ':authority': 'a.test' })
    expect(JSON.parse(body).headers).toContainEqual(['host', 'a.test'])
  })

  test.each(['TRACE', 'CONNECT'])('answers %s with 501', async (method) => {
    await using spoken = await speaking(() => text('no'))
    const request =
      method === 'CONNECT'
        ? spoken.session.request({ ':method': method, ':authority': 'a:1' })
        : spoken.session.request({ ':method': method })
    expect((await ended(request)).status).toBe(501)
  })

  it('refuses too many fields with 431', async () => {
    await using spoken = await speaking(() => text('no'), { limits: { headerCount: 6 } })
    expect((await spoken.get({ a: '1', b: '2', c: '3' })).status).toBe(431)
    expect(spoken.server.errors).toMatchObject([{ code: 'ERR_HEADER_TOO_LARGE' }])
  })

  it('refuses a body that is too large with 413', async () => {
    await using spoken = await speaking(async ({ body }) => text((await body?.text()) ?? ''), { limits: { body: 4 } })
    expect((await spoken.get({ ':method': 'POST', 'content-length': '5' }, 'hello')).status).toBe(413)
    expect((await spoken.get({ ':method': 'POST' }, 'hello')).status).toBe(413)
  })

  it('reads field values as latin1, and sends them so', async () => {
    await using spoken = await speaking(({ headers }) => text('', { headers: { 'x-back': headers.get('x') ?? '' } }))
    expect((await spoken.get({ x: 'caf\xe9' })).headers['x-back']).toBe('caf\xe9')
  })

  it('carries many streams at a time', async () => {
    await using spoken = await speaking(async ({ path }) => {
      await sleep(5)
      return text(path)
    })
    const paths = Array.from({ length: 300 }, (_, index) => `/${index}`)
    const answers = await Promise.all(paths.map((path) => spoken.get({ ':path': path })))
    expect(answers.map(({ body }) => body)).toEqual(paths)
  })

  it('HTTP-07 sends 100 when the body is first read', async () => {
    await using spoken = await speaking(async ({ body, path }) => text(path === '/read' && body ? await body.text() : 'no'))
    for (const [path, expected] of [
      ['/read', [100]],
      ['/not', []],
    ] as const) {
      const request = spoken.session.request({ ':method': 'POST', ':path': path, expect: '100-continue' })
      const interim: unknown[] = []
      request.on('continue', () => {
        interim.push(100)
        request.end('hello')
      })
      const { status } = await ended(request)
      expect({ status, interim }).toEqual({ status: 200, interim: expected })
    }
  })
})
