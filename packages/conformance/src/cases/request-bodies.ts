import { json, text, type Context } from '@gangway/gateway'
import { ok } from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Case } from '../case.ts'
import type { Peer } from '../peer.ts'
import { digestOf, digestOfBytes, pattern } from '../pattern.ts'

// Made when they are needed: a CGI program that serves the cases starts anew for each of them.
const megabyte = () => pattern(1_048_576)
const allBytes = Uint8Array.from({ length: 256 }, (_, index) => index)

export const requestBodies: readonly Case[] = [
  {
    name: 'a GET without a body has none',
    app: ({ body, request }) => json([body, request.body]),
    response: { body: '[null,null]' },
  },
  {
    name: 'a POST without a body reads as empty',
    needs: ['missingLength'],
    request: { method: 'POST' },
    context: { body: '' },
  },
  {
    name: 'a body of length zero reads as empty',
    request: { method: 'POST', body: '' },
    context: { body: '' },
  },
  {
    name: 'a body with its length',
    request: { method: 'POST', body: 'hello' },
    context: { body: 'hello', headers: { 'content-length': '5' } },
  },
  {
    name: 'C.8 a body of unknown length',
    needs: ['unknownLength'],
    request: { method: 'POST', body: [{ text: 'hel' }, { pause: 5 }, { text: 'lo' }], length: 'unknown' },
    context: { body: 'hello' },
  },
  {
    name: 'an empty body of unknown length',
    needs: ['unknownLength'],
    request: { method: 'POST', body: [], length: 'unknown' },
    context: { body: '' },
  },
  {
    name: 'a body in single bytes',
    request: { method: 'PUT', body: Array.from('byte by byte', (character) => ({ text: character })) },
    context: { body: 'byte by byte' },
  },
  {
    name: 'a body with pauses',
    request: { method: 'POST', body: [{ pause: 10 }, { text: 'one ' }, { pause: 20 }, { text: 'two ' }, { pause: 20 }, { text: 'three' }] },
    context: { body: 'one two three' },
  },
  {
    name: 'every byte in a body',
    request: { method: 'POST', body: allBytes },
    context: { body: Buffer.from(allBytes).toString('latin1') },
  },
  {
    name: 'a megabyte with its length',
    app: async ({ body }) => text(body ? await digestOf(body) : 'none'),
    request: () => ({ method: 'POST', body: megabyte() }),
    response: () => ({ body: digestOfBytes(megabyte()) }),
  },
  {
    name: 'a megabyte of unknown length',
    needs: ['unknownLength'],
    app: async ({ body }) => text(body ? await digestOf(body) : 'none'),
    request: () => ({ method: 'POST', body: [megabyte().subarray(0, 70_000), megabyte().subarray(70_000)], length: 'unknown' }),
    response: () => ({ body: digestOfBytes(megabyte()) }),
  },
  {
    name: 'a megabyte read slowly',
    app: async ({ body }) => text(body ? await digestOf(slowly(body)) : 'none'),
    request: () => ({ method: 'POST', body: megabyte() }),
    response: () => ({ body: digestOfBytes(megabyte()) }),
  },
  {
    name: 'a body read late',
    app: async ({ body }) => {
      await sleep(30)
      return text(body ? await body.text() : 'none')
    },
    request: { method: 'POST', body: 'patient' },
    response: { body: 'patient' },
  },
  {
    name: 'C.8 the body of a GET is at context.body, and not in the Request',
    needs: ['bodyOfGet'],
    app: async ({ body, request }) => json([request.body, body && (await body.text())]),
    request: { body: 'from a GET' },
    response: { body: '[null,"from a GET"]' },
  },
  {
    name: 'the body of a DELETE',
    request: { method: 'DELETE', body: 'gone' },
    context: { method: 'DELETE', body: 'gone' },
  },
  {
    name: 'a body read through context.request',
    app: async ({ request, body }) => text(`${await request.text()} ${body?.used}`),
    request: { method: 'POST', body: 'shared' },
    response: { body: 'shared true' },
  },
  {
    name: 'a form read through context.request',
    app: async ({ request }) => json([...(await request.formData())]),
    request: { method: 'POST', fields: [['content-type', 'application/x-www-form-urlencoded']], body: 'a=1&b=%C3%A9' },
    response: { body: '[["a","1"],["b","é"]]' },
  },
  {
    name: 'a body read twice is an error, not an empty body',
    app: async ({ body }) => {
      const first = await body?.text()
      const second = await body?.text().catch((error: unknown) => (error instanceof TypeError ? 'TypeError' : 'another error'))
      return text(`${first}, ${second}`)
    },
    request: { method: 'POST', body: 'once' },
    response: { body: 'once, TypeError' },
  },
  {
    name: 'a body of which only the beginning is read',
    app: async ({ body }) => {
      let first = 0
      for await (const chunk of body ?? []) {
        first = chunk[0] ?? 0
        break
      }
      return text(String(first))
    },
    request: () => ({ method: 'POST', body: [Uint8Array.of(42), { pause: 5 }, pattern(200_000)] }),
    response: { body: '42' },
  },
  {
    name: 'HTTP-08 FCGI-26 a body that nobody reads does not stop the response',
    app: () => text('not interested'),
    request: () => ({ method: 'POST', body: pattern(100_000) }),
    response: { body: 'not interested' },
  },
  {
    name: 'a body that nobody reads does not stop a response of a megabyte',
    app: async () => {
      await sleep(5)
      return text('x'.repeat(1_048_576))
    },
    request: () => ({ method: 'POST', body: pattern(100_000) }),
    response: { body: 'x'.repeat(1_048_576) },
  },
  {
    name: 'CGI-03 FCGI-25 a body shorter than its length is an error, never a short body',
    needs: ['truncation'],
    app: async (context, { tell }) => {
      await tell('started', true)
      await tell('body', await endOf(context))
      return text('noted')
    },
    script: async (peer) => checkTruncated(await brokenOff(peer, '10')),
  },
  {
    name: 'a body that broke off before it was read is an error',
    needs: ['truncation'],
    app: async (context, { tell }) => {
      await tell('started', true)
      await sleep(40)
      await tell('body', await endOf(context))
      return text('noted')
    },
    script: async (peer) => checkTruncated(await brokenOff(peer, '10')),
  },
  {
    name: 'a body of unknown length that breaks off is an error',
    needs: ['abruptEnd', 'unknownLength'],
    app: async (context, { tell }) => {
      await tell('started', true)
      await tell('body', await endOf(context))
      return text('noted')
    },
    script: async (peer) => checkTruncated(await brokenOff(peer, 'unknown')),
  },
  {
    name: 'a body read through context.request breaks off with an error',
    needs: ['truncation'],
    app: async ({ request }, { tell }) => {
      await tell('started', true)
      await tell('body', await request.text().catch(() => 'an error'))
      return text('noted')
    },
    async script(peer) {
      ok((await brokenOff(peer, '10')) === 'an error', 'the text of a truncated body was handed over')
    },
  },
  {
    name: 'more of a body than its length is not part of it',
    needs: ['surplus'],
    request: { method: 'POST', length: '5', body: 'hello, and more' },
    context: { body: 'hello' },
  },
  ...['+5', '0x5', '5,5', '-5', '5 5', '1e1', '99999999999999999999'].map((length): Case => ({
    name: `CGI-04 the length ${length} is refused`,
    needs: ['malformedLength'],
    request: { method: 'POST', length, body: 'hello' },
    refused: [400, 413],
  })),
]

async function* slowly(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    await sleep(1)
    yield chunk
  }
}

/** Sends the beginning of a body, breaks off once the application has it, and returns what that tells of the body. */
async function brokenOff(peer: Peer, length: string): Promise<unknown> {
  const conversation = await peer.open({ method: 'POST', length, body: [] })
  await conversation.write('abc')
  await peer.told('started')
  await conversation.breakOff()
  return peer.told('body')
}

async function endOf({ body }: Context): Promise<unknown> {
  let length = 0
  try {
    for await (const chunk of body ?? []) length += chunk.byteLength
  } catch (error) {
    return { length, code: error instanceof Error && 'code' in error ? error.code : String(error) }
  }
  return { length, code: 'none' }
}

function checkTruncated(end: unknown): void {
  const code: unknown = typeof end === 'object' && end !== null && 'code' in end ? end.code : undefined
  ok(code === 'ERR_BODY_TRUNCATED', `the body ended with ${JSON.stringify(end)}, expected ERR_BODY_TRUNCATED`)
}
