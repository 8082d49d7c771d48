import { html, json, redirect, reply, text } from '@gangway/gateway'
import { deepStrictEqual, notStrictEqual, ok, strictEqual } from 'node:assert/strict'
import type { Case } from '../case.ts'
import { valuesOf } from '../field.ts'

const statuses = [201, 202, 299, 400, 404, 418, 451, 503, 599]

export const responseHeads: readonly Case[] = [
  ...statuses.map((status): Case => ({
    name: `the status ${status} reaches the peer`,
    app: () => text(`${status}`, { status }),
    response: { status, body: `${status}` },
  })),
  {
    name: 'a text after the status',
    needs: ['reasonPhrase'],
    app: () => text('ok', { status: 200, statusText: 'All Right' }),
    response: { statusText: 'All Right' },
  },
  {
    name: 'the registered text after a status',
    needs: ['reasonPhrase'],
    app: () => text('no', { status: 404 }),
    response: { status: 404, statusText: 'Not Found' },
  },
  {
    name: 'field values with all visible characters',
    app: () => text('ok', { headers: { 'x-visible': `!"#$%&'()*+,-./09:;<=>?@AZ[\\]^_\`az{|}~` } }),
    response: { fields: { 'x-visible': `!"#$%&'()*+,-./09:;<=>?@AZ[\\]^_\`az{|}~` } },
  },
  {
    name: 'HTTP-04 CGI-22 bytes above 0x7F leave as latin1',
    app: () => text('ok', { headers: { 'x-bytes': 'caf\xe9 \xff\x80' } }),
    response: { body: 'ok', fields: { 'x-bytes': 'caf\xe9 \xff\x80' } },
  },
  {
    name: 'HTTP-04 bytes above 0x7F in a field do not change a body of text',
    app: () => text('café €', { headers: { 'x-bytes': '\xe9' } }),
    response: { body: 'café €', fields: { 'x-bytes': '\xe9', 'content-length': '9' } },
  },
  {
    name: 'HTTP-04 bytes above 0x7F in a field before a stream',
    app: () => reply(later('€'), { headers: { 'x-bytes': '\xe9' } }),
    response: { body: '€', fields: { 'x-bytes': '\xe9' } },
  },
  {
    name: 'CGI-22 each Set-Cookie is a field of its own',
    app: () => {
      const response = text('ok')
      for (const cookie of cookies(20)) response.headers.append('set-cookie', cookie)
      return response
    },
    response: { fields: { 'set-cookie': cookies(20) } },
  },
  {
    name: 'fields of one name are joined or repeated, in order',
    app: () => {
      const response = text('ok', { headers: { vary: 'accept' } })
      response.headers.append('vary', 'cookie')
      return response
    },
    async script(peer) {
      const response = await peer.send()
      deepStrictEqual(valuesOf(response.fields, 'vary').join().split(/ ?, ?/), ['accept', 'cookie'])
    },
  },
  {
    name: 'an empty field value',
    needs: ['emptyField'],
    app: () => text('ok', { headers: { 'x-empty': '' } }),
    response: { fields: { 'x-empty': '' } },
  },
  {
    name: 'ninety fields and a value of 7 KB',
    needs: ['largeHead'],
    app: () =>
      text('ok', { headers: { 'x-large': 'l'.repeat(7000), ...Object.fromEntries(names(90).map((name) => [name, `of ${name}`])) } }),
    response: { fields: { 'x-large': 'l'.repeat(7000), ...Object.fromEntries(names(90).map((name) => [name, `of ${name}`])) } },
  },
  {
    name: 'CGI-23 hop-by-hop fields of an application stay behind',
    needs: ['framing'],
    app: () =>
      text('ok', { headers: { connection: 'x-hop', 'x-hop': '1', 'x-end': '2', upgrade: 'h2c', te: 'trailers', 'proxy-connection': 'x' } }),
    response: { body: 'ok', fields: { 'x-hop': null, upgrade: null, te: null, 'proxy-connection': null, 'x-end': '2' } },
  },
  {
    name: 'a transfer-encoding of an application changes nothing',
    needs: ['framing'],
    app: () => text('5\r\nhello\r\n0\r\n\r\n', { headers: { 'transfer-encoding': 'chunked' } }),
    response: { body: '5\r\nhello\r\n0\r\n\r\n', fields: { 'transfer-encoding': null } },
  },
  {
    name: 'a line break in a field value is refused, not sent',
    app: () => text('ok', { headers: { 'x-a': 'a\r\nset-cookie: b=c' } }),
    response: { status: 500, fields: { 'set-cookie': null, 'x-a': null } },
  },
  {
    name: 'a NUL in a field value is refused, not sent',
    app: () => text('ok', { headers: { 'x-a': 'a\0b' } }),
    response: { status: 500, fields: { 'x-a': null } },
  },
  {
    name: 'a character beyond latin1 in a field value is refused, not sent as another',
    app: () => text('ok', { headers: { 'x-a': '€' } }),
    response: { status: 500, fields: { 'x-a': null } },
  },
  {
    name: 'a line break in a status text is refused, not sent',
    app: () => text('ok', { statusText: 'OK\r\nset-cookie: b=c' }),
    response: { status: 500, fields: { 'set-cookie': null } },
  },
  {
    name: 'CGI-23 a field named status does not change the status',
    app: () => text('ok', { headers: { status: '404 Not Found' } }),
    async script(peer) {
      notStrictEqual((await peer.send()).status, 404)
    },
  },
  {
    name: 'CGI-24 a redirect to a path is sent to the client',
    app: () => redirect('/elsewhere?q'),
    response: { status: 302, body: '', fields: { location: '/elsewhere?q' } },
  },
  {
    name: 'a redirect after a POST',
    app: () => redirect('http://other.test/', 303),
    request: { method: 'POST', body: 'form' },
    response: { status: 303, fields: { location: 'http://other.test/' } },
  },
  {
    name: 'CGI-24 a location beside a status that is no redirect is a field like others',
    app: () => text('made', { status: 201, headers: { location: '/new' } }),
    response: { status: 201, body: 'made', fields: { location: '/new' } },
  },
  {
    name: 'a content-type is sent as it is',
    app: () => reply('x', { headers: { 'content-type': 'text/x-odd; a="b;c"' } }),
    response: { fields: { 'content-type': 'text/x-odd; a="b;c"' } },
  },
  {
    name: 'replies have the content-type of their kind',
    app: ({ query }) => (query === 'json' ? json({ a: 1 }) : query === 'html' ? html`<p>${'<&>'}</p>` : text('plain')),
    async script(peer) {
      const typeOf = async (target: string) => valuesOf((await peer.send({ target })).fields, 'content-type').join()
      strictEqual(await typeOf('/?json'), 'application/json')
      strictEqual(await typeOf('/?html'), 'text/html; charset=utf-8')
      strictEqual(await typeOf('/?text'), 'text/plain; charset=utf-8')
    },
  },
  {
    name: 'a genuine Response with text',
    app: () => new Response('genuine', { status: 203, headers: { 'x-a': 'b' } }),
    response: { status: 203, body: 'genuine', fields: { 'content-length': '7', 'content-type': 'text/plain;charset=UTF-8', 'x-a': 'b' } },
  },
  {
    name: 'a genuine Response whose fields are immutable',
    app: () => Response.redirect('http://other.test/', 307),
    response: { status: 307, body: '', fields: { location: 'http://other.test/' } },
  },
  {
    name: 'a genuine Response with cookies',
    app: () => {
      const response = Response.json({ a: 1 })
      for (const cookie of cookies(3)) response.headers.append('set-cookie', cookie)
      return response
    },
    response: { body: '{"a":1}', fields: { 'content-type': 'application/json', 'set-cookie': cookies(3) } },
  },
  {
    name: 'a reply is a Response, and a Response can be made of it',
    app: () => {
      const made = text('one', { headers: { 'x-a': 'b' } })
      ok(made instanceof Response, 'a reply is no Response')
      return new Response(made.body, made)
    },
    response: { body: 'one', fields: { 'x-a': 'b', 'content-type': 'text/plain; charset=utf-8' } },
  },
]

function cookies(count: number): string[] {
  return Array.from(
    { length: count },
    (_, index) => `name${index}=value${index}; Path=/; Expires=Wed, 01 Jan 2031 00:00:0${index % 10} GMT`,
  )
}

function names(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `x-name-${index}`)
}

async function* later(chunk: string): AsyncGenerator<string> {
  await new Promise((resolve) => setTimeout(resolve, 5))
  yield chunk
}
