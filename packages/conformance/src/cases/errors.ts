import { HttpError, stream, text } from '@gangway/gateway'
import { ok, strictEqual } from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Case } from '../case.ts'
import { checkResponse } from '../expected-response.ts'

/** What applications return by mistake. */
const mistakes: readonly (readonly [name: string, make: () => unknown])[] = [
  ['nothing', () => undefined],
  ['null', () => null],
  ['a string', () => 'hello'],
  ['a number', () => 200],
  ['an object', () => ({ body: 'hello' })],
  ['Response.error()', () => Response.error()],
  ['a response that was read', readResponse],
]

export const errors: readonly Case[] = [
  {
    name: 'an application that throws is answered with a generic 500',
    app: () => {
      throw new Error('secret detail')
    },
    script: async (peer) => checkGeneric(await peer.send()),
  },
  {
    name: 'an application that rejects is answered with a generic 500',
    app: async () => {
      await sleep(5)
      throw new Error('secret detail')
    },
    script: async (peer) => checkGeneric(await peer.send()),
  },
  ...[undefined, null, 'secret detail', 42].map((thrown): Case => ({
    name: `an application that throws ${JSON.stringify(thrown) ?? 'undefined'} is answered with a generic 500`,
    app: () => {
      throw thrown
    },
    script: async (peer) => checkGeneric(await peer.send()),
  })),
  ...mistakes.map(([name, make]): Case => ({
    name: `an application that returns ${name} is answered with a generic 500`,
    app: async () => asReturned(await make()),
    script: async (peer) => checkGeneric(await peer.send()),
  })),
  {
    name: 'an error with a status is answered with it',
    app: () => {
      throw Object.assign(new Error('secret detail'), { status: 503 })
    },
    async script(peer) {
      const response = await peer.send()
      checkResponse(response, { status: 503 })
      ok(!textOf(response.body).includes('secret'), 'the message of an error was sent')
    },
  },
  {
    name: 'an error with a status that is no error is answered with 500',
    app: () => {
      throw Object.assign(new Error('secret detail'), { status: 200 })
    },
    script: async (peer) => checkGeneric(await peer.send()),
  },
  {
    name: 'an HttpError is answered with its status, message and fields',
    app: () => {
      throw new HttpError(429, 'Slow down', { headers: { 'retry-after': '5' } })
    },
    response: { status: 429, body: 'Slow down\n', fields: { 'retry-after': '5' } },
  },
  {
    name: 'a stream that fails before its first chunk is answered with 500',
    needs: ['framing'],
    app: () => stream(failing([])),
    script: async (peer) => checkGeneric(await peer.send()),
  },
  {
    name: 'HTTP-05 a stream that fails later is seen to be broken',
    needs: ['brokenResponse'],
    app: () => stream(failing(['some', 'thing'], 5)),
    response: { body: 'something', end: 'broken' },
  },
  {
    name: 'HTTP-05 a stream with a declared length that fails later is seen to be broken',
    needs: ['shortResponse'],
    app: () => stream(failing(['some'], 5), { headers: { 'content-length': '10' } }),
    response: { body: 'some', end: 'broken' },
  },
  {
    name: 'HTTP-05 a genuine Response whose stream fails later is seen to be broken',
    needs: ['brokenResponse'],
    app: () =>
      new Response(
        ReadableStream.from(
          failing(
            ['some'].map((chunk) => Buffer.from(chunk)),
            5,
          ),
        ),
      ),
    response: { body: 'some', end: 'broken' },
  },
  {
    name: 'a chunk that is neither text nor bytes is seen to be broken',
    needs: ['brokenResponse'],
    app: () => stream(wrongChunk()),
    response: { body: 'right', end: 'broken' },
  },
  {
    name: 'a fault of the peer is answered with its own status',
    needs: ['truncation'],
    app: async ({ body }) => text(body ? await body.text() : 'none'),
    async script(peer) {
      const { status, end } = await peer.send({ method: 'POST', length: '10', body: [{ text: 'abc' }, { pause: 5 }, 'break off'] })
      ok(status === 400 || (status === 0 && end === 'broken'), `a truncated body was answered with ${status}, ${end}`)
    },
  },
  {
    name: 'after an error other requests are answered',
    needs: ['shortResponse'],
    app: ({ query }) => {
      if (query === 'throw') throw new Error('on purpose')
      return query === 'break' ? stream(failing(['some'], 5), { headers: { 'content-length': '10' } }) : text('well')
    },
    async script(peer) {
      strictEqual((await peer.send({ target: '/?throw' })).status, 500)
      strictEqual((await peer.send({ target: '/?break' })).end, 'broken')
      checkResponse(await peer.send(), { body: 'well' })
    },
  },
  {
    name: 'after a 500 the connection serves on',
    needs: ['keepAlive', 'keepAfterError'],
    app: ({ query }) => {
      if (query === 'throw') throw new Error('on purpose')
      return text('well')
    },
    async script(peer) {
      const connection = await peer.connect()
      strictEqual((await peer.send({ target: '/?throw' }, connection)).status, 500)
      checkResponse(await peer.send({}, connection), { body: 'well' })
    },
  },
]

function checkGeneric(response: Parameters<typeof checkResponse>[0]): void {
  checkResponse(response, { status: 500 })
  const body = textOf(response.body)
  ok(!/secret|\.ts|\.js|\bat /.test(body), `the page of an error tells ${JSON.stringify(body)}`)
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString()
}

// Applications in JavaScript return anything: here it is on purpose.
function asReturned(value: unknown): Response {
  return value as Response
}

async function readResponse(): Promise<Response> {
  const response = new Response('read')
  await response.text()
  return response
}

async function* failing<Chunk>(chunks: readonly Chunk[], pause = 0): AsyncGenerator<Chunk> {
  for (const chunk of chunks) {
    await sleep(pause)
    yield chunk
  }
  if (pause > 0) await sleep(pause)
  throw new Error('a stream that fails')
}

async function* wrongChunk(): AsyncGenerator<string> {
  await sleep(5)
  yield 'right'
  await sleep(5)
  const wrong: unknown = 42
  // As above: a chunk that the types forbid.
  yield wrong as string
}
