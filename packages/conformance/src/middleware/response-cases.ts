import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { empty, file, json, redirect, reply, text } from '@gangway/gateway'
import type { MiddlewareCase } from './middleware-case.ts'
import { sameBytes } from './same-bytes.ts'

const encoder = new TextEncoder()
const cookies = ['a=1; Path=/', 'b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Secure', 'a=3; Path=/x']
const fieldsWith = (name: string, values: readonly string[]): [string, string][] => values.map((value) => [name, value])

// One entry for each token of a list.
function tokensOf(field: string | null): string[] {
  return (field ?? '').split(',').map((token) => token.trim().toLowerCase())
}

/** What must become of a response's head, and of a body that is there at once. */
export const responseCases: readonly MiddlewareCase[] = [
  {
    name: 'a reply passes: status, reason, fields and body',
    async run(subject) {
      const headers = { 'x-contract': 'caf\xe9', 'content-language': 'de' }
      const received = await subject.send(() => text('<p>Grüße</p>', { status: 418, statusText: 'Short and stout', headers }))
      deepEqual([received.status, received.statusText], [418, 'Short and stout'])
      deepEqual([received.headers.get('x-contract'), received.headers.get('content-language')], ['caf\xe9', 'de'])
      match(received.headers.get('content-type') ?? '', /^text\/plain/)
      equal(await received.text(), '<p>Grüße</p>')
    },
  },
  {
    name: 'a native Response passes, one with fields that cannot be changed too',
    async run(subject) {
      const found = await subject.send(() => Response.redirect('https://elsewhere.test/', 307))
      deepEqual([found.status, found.headers.get('location')], [307, 'https://elsewhere.test/'])
      // What fetch() gives cannot be changed either, and has a body.
      const fetched = await subject.send(() => fetch('data:text/html,%3Cp%3EHello'))
      deepEqual([fetched.status, await fetched.text()], [200, '<p>Hello'])
      const made = await subject.send(() => Response.json({ a: 1 }, { status: 404, headers: { 'x-contract': 'yes' } }))
      deepEqual([made.status, made.headers.get('x-contract'), await made.text()], [404, 'yes', '{"a":1}'])
    },
  },
  {
    name: 'the response of the application is left as it was',
    isBare: true,
    async run(subject) {
      const before = [...new Response('a page', { headers: { 'x-contract': 'yes' } }).headers]
      const native = new Response('a page', { headers: { 'x-contract': 'yes' } })
      await subject.send(() => native)
      deepEqual([...native.headers], before)
      const kept = text('a page', { headers: { vary: 'Accept' } })
      const fields = [...kept.headers]
      const first = await subject.send(() => kept)
      await first.bytes()
      const second = await subject.send(() => kept)
      deepEqual([...kept.headers], fields)
      deepEqual([await second.text(), tokensOf(second.headers.get('vary'))], ['a page', tokensOf(first.headers.get('vary'))])
    },
  },
  {
    name: 'each Set-Cookie stays a field of its own',
    async run(subject) {
      const pairs = fieldsWith('set-cookie', cookies)
      for (const app of [() => text('a page', { headers: pairs }), () => new Response('a page', { headers: pairs })]) {
        const received = await subject.send(app)
        deepEqual(
          received.headers.getSetCookie().filter((cookie) => cookies.includes(cookie)),
          cookies,
        )
      }
    },
  },
  {
    name: 'fields that are there several times keep all their values',
    async run(subject) {
      const challenges = ['Basic realm="a, b"', 'Bearer']
      const links = ['</style.css>; rel=preload', '</script.js>; rel=preload']
      const received = await subject.send(() =>
        text('a page', { headers: [...fieldsWith('www-authenticate', challenges), ...fieldsWith('link', links)] }),
      )
      for (const value of challenges) ok(received.headers.get('www-authenticate')?.includes(value))
      for (const value of links) ok(received.headers.get('link')?.includes(value))
    },
  },
  {
    name: 'what the application varies by is kept',
    async run(subject) {
      const named = await subject.send(() => text('a page', { headers: { vary: 'Accept-Language, X-Contract' } }))
      const tokens = tokensOf(named.headers.get('vary'))
      ok(tokens.includes('*') || (tokens.includes('accept-language') && tokens.includes('x-contract')))
      deepEqual(tokens, [...new Set(tokens)])
      const all = await subject.send(() => text('a page', { headers: { vary: '*' } }))
      ok(tokensOf(all.headers.get('vary')).includes('*'))
    },
  },
  {
    name: 'a HEAD is answered as a GET would be, without a body',
    async run(subject) {
      const app = () => text('x'.repeat(5000), { headers: { 'x-contract': 'yes' } })
      const [get, head] = [await subject.send(app), await subject.send(app, { method: 'HEAD' })]
      deepEqual([head.status, head.headers.get('x-contract'), head.hasBody], [200, 'yes', false])
      equal(head.headers.get('content-type'), get.headers.get('content-type'))
      const length = head.headers.get('content-length')
      if (length !== null) equal(Number(length), (await get.raw()).byteLength)
    },
  },
  {
    name: 'the length that an application gives for HEAD without a body is not made another',
    async run(subject) {
      const headers = { 'content-length': '12345' }
      for (const app of [() => empty({ status: 200, headers }), () => new Response(null, { headers })]) {
        const head = await subject.send(app, { method: 'HEAD' })
        ok([null, '12345'].includes(head.headers.get('content-length')))
      }
    },
  },
  ...[204, 205, 304].map((status): MiddlewareCase => ({
    name: `a ${status} passes, and has no body`,
    async run(subject) {
      const headers = { etag: '"a"', 'cache-control': 'max-age=60', vary: 'Accept' }
      for (const app of [() => empty({ status, headers }), () => new Response(null, { status, headers })]) {
        const received = await subject.send(app)
        deepEqual([received.status, received.hasBody, received.headers.has('content-encoding')], [status, false, false])
        match(received.headers.get('etag') ?? '', /"a/)
        equal(received.headers.get('cache-control'), 'max-age=60')
        ok(tokensOf(received.headers.get('vary')).includes('accept'))
      }
    },
  })),
  {
    name: 'a part of something stays that part: 206, 416 and multipart/byteranges (C1)',
    async run(subject) {
      const part = 'x'.repeat(5000)
      const headers = { 'content-range': 'bytes 0-4999/10000', 'content-type': 'text/plain', etag: '"a"' }
      const received = await subject.send(() => reply(part, { status: 206, headers }), { headers: { range: 'bytes=0-4999' } })
      deepEqual([received.status, received.headers.get('content-range')], [206, headers['content-range']])
      deepEqual([received.headers.has('content-encoding'), (await received.raw()).toString()], [false, part])
      const several = `--a\r\ncontent-range: bytes 0-1/10\r\n\r\n${part}\r\n--a--`
      const type = 'multipart/byteranges; boundary=a'
      const both = await subject.send(() => reply(several, { status: 206, headers: { 'content-type': type } }))
      deepEqual([both.headers.get('content-type'), (await both.raw()).toString()], [type, several])
      const none = await subject.send(() => empty({ status: 416, headers: { 'content-range': 'bytes */10000' } }))
      deepEqual([none.status, none.headers.get('content-range')], [416, 'bytes */10000'])
    },
  },
  {
    name: 'what is encoded already is not encoded again (C9)',
    async run(subject) {
      const bytes = randomBytes(5000)
      const headers = { 'content-encoding': 'br', 'content-type': 'text/html' }
      const received = await subject.send(() => reply(bytes, { headers }))
      equal(received.headers.get('content-encoding'), 'br')
      sameBytes(await received.raw(), bytes)
    },
  },
  {
    name: 'a Content-Length is that of the body',
    async run(subject) {
      const page = 'ä€𝄞'.repeat(2000)
      const headers = { 'content-length': String(encoder.encode(page).byteLength), 'content-type': 'text/html; charset=utf-8' }
      for (const app of [() => text(page), () => new Response(page, { headers }), () => json(page)]) {
        const received = await subject.send(app)
        const length = received.headers.get('content-length')
        const raw = await received.raw()
        if (length !== null) equal(raw.byteLength, Number(length))
        ok(raw.byteLength > 0)
      }
    },
  },
  {
    name: 'bytes of any value pass, many of them too',
    async run(subject) {
      const every = Uint8Array.from({ length: 256 }, (_, index) => index)
      for (const bytes of [every, randomBytes(100_000), randomBytes(1_048_576)]) {
        for (const app of [() => reply(bytes), () => new Response(bytes, { headers: { 'content-type': 'text/html' } })]) {
          sameBytes(await (await subject.send(app)).bytes(), bytes)
        }
      }
    },
  },
  {
    name: 'an empty body is an empty body',
    async run(subject) {
      for (const app of [() => text(''), () => new Response(''), () => new Response(null), () => reply(new Uint8Array())]) {
        const received = await subject.send(app)
        deepEqual([received.status, (await received.bytes()).byteLength], [200, 0])
      }
    },
  },
  {
    name: 'a file that the application names is sent, or the part of it that was asked for',
    async run(subject) {
      const whole = readFileSync(new URL(import.meta.url))
      const all = await subject.send(() => file(new URL(import.meta.url)))
      equal(all.status, 200)
      sameBytes(await all.bytes(), whole)
      const part = await subject.send(() => file(new URL(import.meta.url)), { headers: { range: 'bytes=100-199' } })
      ok(part.status === 206 || part.status === 200)
      sameBytes(await part.bytes(), part.status === 206 ? whole.subarray(100, 200) : whole)
      const missing = await subject.send(() => file(new URL('no-such-file.html', import.meta.url)))
      equal(missing.status, 404)
    },
  },
  {
    name: 'trailer fields pass',
    async run(subject) {
      const received = await subject.send(() => text('x'.repeat(5000), { trailers: () => ({ 'x-contract': 'end' }) }))
      await received.bytes()
      equal(received.trailers.get('x-contract'), 'end')
    },
  },
  {
    name: 'an answer that says no is an answer: 404, 500',
    async run(subject) {
      for (const status of [404, 409, 500, 503]) {
        const received = await subject.send(() => text('my own page', { status, headers: { 'retry-after': '5' } }))
        deepEqual([received.status, received.headers.get('retry-after'), await received.text()], [status, '5', 'my own page'])
      }
    },
  },
  {
    name: 'a redirect passes',
    async run(subject) {
      const received = await subject.send(() => redirect('/next?a=b', 303))
      deepEqual([received.status, received.headers.get('location')], [303, '/next?a=b'])
    },
  },
  {
    name: 'the response of an upgrade is handed on as the same object',
    isBare: true,
    async run(subject) {
      // Platforms keep what they need to know of a connection with the object itself.
      const upgrade = Object.defineProperty(new Response(null), 'status', { value: 101 })
      const result = await subject.wrap(() => upgrade)(subject.context())
      ok(result === upgrade)
    },
  },
]
