import { contextFor, empty, file, HttpError, json, redirect, reply, stream, text, withBody, withHeaders } from '@gangway/gateway'
import { lint } from '../lint.ts'
import { contentRules, lengthRules } from './response-content.ts'
import { fieldRules } from './response-fields.ts'
import { metadataRules } from './response-metadata.ts'
import { failureRules, responseRules, returnRules, sourceRules, statusRules } from './response.ts'

type Returned = Response | Promise<Response>

async function codesOf(answer: () => Returned, method = 'GET'): Promise<string[]> {
  const codes: string[] = []
  const app = lint({ severity: 'warn', onViolation: ({ code }) => codes.push(code) })(answer)
  try {
    await app(contextFor(method, '/'))
  } catch {
    // The cases that throw are about what lint finds, not about who catches it.
  }
  return codes
}

// What an application of no types, or of another realm, could return.
function as(value: unknown): Response {
  return value as Response
}

interface Like {
  status?: unknown
  statusText?: unknown
  fields?: readonly (readonly [string, string])[]
  body?: unknown
  bodyUsed?: boolean
}

function like({ status = 200, statusText = '', fields = [], body = null, bodyUsed = false }: Like): Response {
  const forEach = (callback: (value: string, name: string) => void) => fields.forEach(([name, value]) => callback(value, name))
  return as({ status, statusText, body, bodyUsed, headers: { get: () => null, forEach, getSetCookie: () => [] } })
}

async function* chunks() {
  yield 'chunk'
}

const typed = { 'content-type': 'text/plain; charset=utf-8' }
const withField = (name: string, value: string, status = 200) => empty({ status, headers: { [name]: value } })
const cookie = (value: string) => withField('set-cookie', value)
const rejected = async (reason: unknown): Promise<Response> => {
  throw reason
}
const used = () => {
  const response = new Response('x')
  void response.text()
  return response
}
const locked = () => {
  const response = new Response('x', { headers: typed })
  response.body?.getReader()
  return response
}

const foreign = ['LINT-204']
const cases: readonly (readonly [code: string, broken: () => Returned, kept: () => Returned, also?: readonly string[], method?: string])[] =
  [
    ['LINT-201', () => as('Hello'), () => text('Hello')],
    ['LINT-201', () => as(undefined), () => Promise.resolve(text('Hello'))],
    ['LINT-201', () => as(new Request('http://localhost/')), () => new Response('Hello')],
    ['LINT-202', () => rejected(empty(403)), () => empty(403)],
    ['LINT-203', () => rejected('no'), () => rejected(new HttpError(403))],
    ['LINT-204', () => like({}), () => new Response(null)],
    ['LINT-205', used, () => new Response('x')],
    ['LINT-205', locked, () => new Response('x', { headers: typed })],
    ['LINT-206', () => like({ body: 5 }), () => file('/etc/hostname'), [...foreign, 'LINT-234']],
    ['LINT-206', () => like({ body: {} }), () => stream(chunks(), { headers: typed }), [...foreign, 'LINT-234']],
    ['LINT-208', () => like({ status: 600 }), () => empty(200), foreign],
    ['LINT-208', () => like({ status: 200.5 }), () => empty(599), foreign],
    ['LINT-208', () => Response.error(), () => Response.redirect('http://localhost/')],
    ['LINT-209', () => like({ statusText: 'a\r\nb: c' }), () => empty({ status: 200, statusText: 'Schön' }), foreign],
    ['LINT-210', () => like({ status: 204, body: 'x' }), () => empty(204), [...foreign, 'LINT-234']],
    ['LINT-210', () => like({ status: 304, body: '' }), () => empty(304), foreign],
    ['LINT-220', () => like({ fields: [['a b', 'c']] }), () => withField('a-b', 'c'), foreign],
    ['LINT-221', () => like({ fields: [['a', 'b\r\nc: d']] }), () => withField('a', 'b\xe9'), foreign],
    ['LINT-221', () => like({ fields: [['a', 'b ']] }), () => withField('a', ''), foreign],
    ['LINT-221', () => like({ fields: [['a', '€']] }), () => withField('a', 'b c'), foreign],
    ['LINT-222', () => withField('connection', 'close'), () => withField('link', '</a>')],
    ['LINT-222', () => withField('transfer-encoding', 'chunked'), () => withField('content-encoding', 'gzip')],
    ['LINT-223', () => withField('status', '404'), () => withField('x-status', '404')],
    ['LINT-224', () => withField('x_a', 'b'), () => withField('x-a', 'b')],
    ['LINT-225', () => withField('x', 'a'.repeat(8190)), () => withField('x', 'a'.repeat(4000)), ['LINT-226']],
    ['LINT-226', () => withField('x', 'a'.repeat(4096)), () => withField('x', 'a'.repeat(4090))],
    ['LINT-227', () => empty(401), () => withField('www-authenticate', 'Basic', 401)],
    ['LINT-227', () => empty(405), () => withField('allow', 'GET', 405)],
    ['LINT-227', () => empty(407), () => empty(403)],
    ['LINT-228', () => text('a', { status: 206 }), () => text('a', { status: 206, headers: { 'content-range': 'bytes 0-0/2' } })],
    ['LINT-228', () => empty(206), () => reply('a', { status: 206, headers: { 'content-type': 'multipart/byteranges; boundary=x' } })],
    ['LINT-230', () => withField('content-length', '0x0'), () => withField('content-length', '0')],
    ['LINT-230', () => withField('content-length', '0, 0'), () => text('abc', { headers: { 'content-length': '3' } })],
    ['LINT-231', () => text('é', { headers: { 'content-length': '1' } }), () => text('é', { headers: { 'content-length': '2' } })],
    ['LINT-231', () => withField('content-length', '1'), () => withField('content-length', '1', 304)],
    ['LINT-231', () => text('a', { headers: { 'content-length': '5' } }), () => withField('content-length', '5'), [], 'HEAD'],
    ['LINT-232', () => withField('content-length', '0', 204), () => empty(204)],
    ['LINT-232', () => withField('content-length', '5', 205), () => withField('content-length', '0', 205), ['LINT-231']],
    ['LINT-233', () => reply('a', { headers: { 'content-type': 'text' } }), () => json({})],
    [
      'LINT-233',
      () => reply('a', { headers: { 'content-type': 'a/b; c' } }),
      () => reply('a', { headers: { 'content-type': 'a/b ; c="d;\\"e"; f=g;' } }),
    ],
    ['LINT-234', () => reply('a'), () => reply('')],
    ['LINT-234', () => stream(chunks()), () => stream(chunks(), { headers: typed })],
    ['LINT-235', () => empty({ status: 200, headers: typed }), () => empty(200)],
    ['LINT-235', () => empty({ headers: typed }), () => text('')],
    [
      'LINT-236',
      () => reply('a', { headers: { 'content-type': 'text/html' } }),
      () => reply('a', { headers: { 'content-type': 'text/html;charset=UTF-8' } }),
    ],
    [
      'LINT-236',
      () => reply('a', { headers: { 'content-type': 'TEXT/css' } }),
      () => stream(chunks(), { headers: { 'content-type': 'text/event-stream' } }),
    ],
    ['LINT-240', () => cookie('a=b, c=d'), () => cookie('a=b; Expires=Wed, 21 Oct 2026 07:28:00 GMT'), ['LINT-241']],
    ['LINT-240', () => cookie('Secure; a=b'), () => cookie('a=; Path=/; HttpOnly'), ['LINT-241']],
    ['LINT-240', () => cookie('=b'), () => cookie('a="b"'), ['LINT-241']],
    ['LINT-241', () => cookie('a=b c'), () => cookie('a=b%20c')],
    ['LINT-241', () => cookie('a=b; SameSite=None'), () => cookie('a=b; SameSite=None; Secure')],
    ['LINT-241', () => cookie('__Secure-a=b'), () => cookie('__Secure-a=b; Secure')],
    ['LINT-241', () => cookie('__Host-a=b; Secure; Path=/; Domain=a.example'), () => cookie('__Host-a=b; Secure; Path=/')],
    ['LINT-242', () => withField('location', '/a b', 302), () => redirect('/a b')],
    ['LINT-242', () => withField('location', '/é', 302), () => withField('location', 'https://a.example/b?c=d#e', 302)],
    ['LINT-242', () => withField('location', 'http://', 302), () => withField('location', '//a.example', 302)],
    ['LINT-243', () => empty(301), () => empty(300)],
    ['LINT-244', () => withField('etag', 'abc'), () => withField('etag', '"abc"')],
    ['LINT-244', () => withField('etag', 'w/"abc"'), () => withField('etag', 'W/""')],
    ['LINT-245', () => withField('last-modified', '2026-11-22'), () => withField('last-modified', new Date(0).toUTCString())],
    ['LINT-245', () => withField('date', 'Sunday, 06-Nov-94 08:49:37 GMT'), () => withField('date', 'Sun, 06 Nov 1994 08:49:37 GMT')],
    ['LINT-245', () => withField('retry-after', '-1', 503), () => withField('retry-after', '120', 503)],
    ['LINT-246', () => withField('expires', '0'), () => withField('expires', 'Thu, 01 Jan 1970 00:00:00 GMT')],
    ['LINT-247', () => withField('vary', 'a b'), () => withField('vary', 'accept, cookie,')],
    ['LINT-248', () => withField('vary', '*'), () => withField('vary', 'accept-encoding')],
  ]

describe('a response', () => {
  it.each(
    cases.map(([code, broken, kept, also = [], method = 'GET']) => [code, String(broken).slice(6), broken, kept, also, method] as const),
  )('%s: finds %s', async (code, _, broken, kept, also, method) => {
    expect((await codesOf(broken, method)).sort()).toEqual([code, ...also].sort())
    expect(await codesOf(kept, method)).toEqual([])
  })

  it('LINT-207: finds a stream that is returned twice, and lets text, bytes and files be', async () => {
    const codes: string[] = []
    const app = (response: Response) => lint({ onViolation: ({ code }) => codes.push(code) })(() => response)
    for (const response of [text('a'), reply(new Uint8Array(1)), file('/etc/hostname'), empty()]) {
      const again = app(response)
      await again(contextFor('GET', '/'))
      await again(contextFor('GET', '/'))
    }
    expect(codes).toEqual([])
    const twice = app(stream(chunks()))
    await twice(contextFor('GET', '/'))
    await twice(contextFor('GET', '/'))
    expect(codes).toEqual(['LINT-207'])
  })

  it('LINT-208: lets the 101 of a platform pass, which is one only behind fetch', async () => {
    const codes: string[] = []
    const app = lint({ onViolation: ({ code }) => codes.push(code) })(() => like({ status: 101 }))
    await app(contextFor('GET', '/', { gateway: { protocol: 'fetch' } }))
    expect(codes).toEqual([])
    await app(contextFor('GET', '/', { gateway: { protocol: 'http' } }))
    expect(codes).toEqual(['LINT-208'])
  })

  it('takes a reply and what middleware makes of it for the same kind of thing', async () => {
    expect(await codesOf(() => withHeaders(withBody(text('a'), 'b'), (headers) => headers.append('vary', 'accept')))).toEqual([])
  })

  it('cancels the stream of a response that it refuses', async () => {
    let reason: unknown
    const source = new ReadableStream<Uint8Array>({ cancel: (given) => void (reason = given) })
    expect(() => lint()(() => stream(source, { headers: { status: '200' } }))(contextFor('GET', '/'))).toThrow('LINT-223')
    expect(reason).toMatchObject({ code: 'LINT-223' })
  })

  it('has a case for each rule', () => {
    const rules = [returnRules, failureRules, responseRules, statusRules, sourceRules, fieldRules, contentRules, lengthRules, metadataRules]
      .flat()
      .map(({ code }) => code)
    expect([...new Set([...cases.map(([code]) => code), 'LINT-207'])].sort()).toEqual(rules.sort())
  })
})
