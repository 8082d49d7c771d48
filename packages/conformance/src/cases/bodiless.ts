import { empty, reply, stream, text } from '@gangway/gateway'
import type { Case } from '../case.ts'
import { checkResponse } from '../expected-response.ts'

export const bodiless: readonly Case[] = [
  {
    name: 'HEAD has the length of the body and not the body',
    needs: ['framing'],
    app: () => text('hello'),
    request: { method: 'HEAD' },
    response: { body: '', fields: { 'content-length': '5', 'content-type': 'text/plain; charset=utf-8' } },
  },
  {
    name: 'HEAD keeps a declared length',
    app: () => reply(null, { headers: { 'content-length': '1000' } }),
    request: { method: 'HEAD' },
    response: { body: '', fields: { 'content-length': '1000' } },
  },
  {
    name: 'HTTP-03 HEAD of a stream cancels it unread',
    needs: ['framing'],
    app: (_, { tell }) => stream(untouched(() => tell('cancelled', true))),
    request: { method: 'HEAD' },
    response: { body: '' },
    told: { cancelled: true },
  },
  {
    name: 'HEAD of a genuine Response',
    needs: ['framing'],
    app: () => new Response('genuine', { headers: { 'x-a': 'b' } }),
    request: { method: 'HEAD' },
    response: { body: '', fields: { 'x-a': 'b' } },
  },
  {
    name: 'HEAD of an application that throws',
    needs: ['framing'],
    app: () => {
      throw new Error('HEAD')
    },
    request: { method: 'HEAD' },
    response: { status: 500, body: '' },
  },
  {
    name: 'a 204 has neither body nor length',
    app: () => empty(),
    response: { status: 204, body: '', fields: { 'content-length': null, 'transfer-encoding': null } },
  },
  {
    name: 'a 204 whose application gives a length has none',
    needs: ['framing'],
    app: () => empty({ status: 204, headers: { 'content-length': '5' } }),
    response: { status: 204, body: '', fields: { 'content-length': null } },
  },
  {
    name: 'a 205 has no body',
    app: () => empty(205),
    response: { status: 205, body: '' },
  },
  {
    name: 'a 304 has no body and keeps its fields',
    app: () => empty({ status: 304, headers: { etag: '"a"', 'cache-control': 'max-age=1' } }),
    response: { status: 304, body: '', fields: { etag: '"a"', 'cache-control': 'max-age=1' } },
  },
  {
    name: 'CGI-20 a 200 with an etag is not turned into a 304 behind our back',
    app: () => text('whole', { headers: { etag: '"a"' } }),
    request: { fields: [['if-none-match', '"a"']] },
    response: { status: 200, body: 'whole', fields: { etag: '"a"' } },
  },
  {
    name: 'a genuine 204',
    app: () => new Response(null, { status: 204 }),
    response: { status: 204, body: '', fields: { 'content-length': null } },
  },
  {
    name: 'a 204 with a body is an error of the application',
    app: () => reply('body', { status: 204 }),
    response: { status: 500 },
  },
  {
    name: 'responses without a body leave their connection in order',
    needs: ['keepAlive'],
    app: ({ query, method }) => (query === '' ? text(`${method} answered`) : empty(Number(query))),
    async script(peer) {
      const connection = await peer.connect()
      checkResponse(await peer.send({ method: 'HEAD' }, connection), { body: '' })
      checkResponse(await peer.send({ target: '/?204' }, connection), { status: 204, body: '' })
      checkResponse(await peer.send({ target: '/?304' }, connection), { status: 304, body: '' })
      checkResponse(await peer.send({}, connection), { body: 'GET answered' })
    },
  },
]

function untouched(onCancel: () => Promise<void>): ReadableStream<Uint8Array> {
  return new ReadableStream({ pull: () => new Promise(() => {}), cancel: onCancel })
}
