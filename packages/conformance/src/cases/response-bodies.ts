import { reply, stream, text } from '@gangway/gateway'
import { ok } from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Case } from '../case.ts'
import { checkResponse } from '../expected-response.ts'
import { pattern } from '../pattern.ts'

const allBytes = Uint8Array.from({ length: 256 }, (_, index) => index)
const aroundRecords = [65_527, 65_528, 65_535, 65_536, 131_070]

export const responseBodies: readonly Case[] = [
  {
    name: 'text leaves as UTF-8 with its length in bytes',
    app: () => text('naïve café €𝄞'),
    response: { body: 'naïve café €𝄞', fields: { 'content-length': String(Buffer.byteLength('naïve café €𝄞')) } },
  },
  {
    name: 'every byte in a body of bytes',
    app: () => reply(allBytes),
    response: { body: allBytes, fields: { 'content-length': '256' } },
  },
  {
    name: 'a view into a larger buffer sends what it shows',
    app: () => reply(allBytes.subarray(65, 70)),
    response: { body: 'ABCDE', fields: { 'content-length': '5' } },
  },
  {
    name: 'empty text has a length of zero',
    app: () => text(''),
    response: { body: '', fields: { 'content-length': '0' } },
  },
  {
    name: 'no body at all has a length of zero',
    app: () => reply(null),
    response: { body: '', fields: { 'content-length': '0' } },
  },
  {
    name: 'a megabyte of bytes',
    app: () => reply(pattern(1_048_576)),
    response: () => ({ body: pattern(1_048_576), fields: { 'content-length': '1048576' } }),
  },
  {
    name: 'FCGI-27 bodies as long as a record, and one byte more or less',
    app: ({ query }) => reply(pattern(Number(query))),
    async script(peer) {
      for (const length of aroundRecords) checkResponse(await peer.send({ target: `/?${length}` }), { body: pattern(length) })
    },
  },
  {
    name: 'a chunk larger than any record',
    app: () => stream(spaced([pattern(200_000)])),
    response: () => ({ body: pattern(200_000) }),
  },
  {
    name: 'a stream that is there at once has a length',
    app: () => stream(spaced(['a', 'bc', 'd'], 0)),
    response: { body: 'abcd', fields: { 'content-length': '4' } },
  },
  {
    name: 'an empty stream has a length of zero',
    app: () => stream(spaced([], 0)),
    response: { body: '', fields: { 'content-length': '0' } },
  },
  {
    name: 'HTTP-06 a stream over time is complete without a length',
    app: () => stream(spaced(['one ', 'two ', 'three'])),
    response: { body: 'one two three', fields: { 'content-length': null } },
  },
  {
    name: 'a stream over time with a declared length',
    app: () => stream(spaced(['12', '345']), { headers: { 'content-length': '5' } }),
    response: { body: '12345', fields: { 'content-length': '5' } },
  },
  {
    name: 'empty chunks do not end a stream',
    app: () => stream(spaced(['', 'a', '', '', 'b', ''])),
    response: { body: 'ab' },
  },
  {
    name: 'a thousand chunks of one byte stay in order',
    app: () =>
      stream(
        spaced(
          Array.from(pattern(1000), (byte) => Uint8Array.of(byte)),
          0,
          5,
        ),
      ),
    response: { body: pattern(1000) },
  },
  {
    name: 'chunks of text leave as UTF-8',
    app: () => stream(spaced(['é', '€', '𝄞'])),
    response: { body: 'é€𝄞' },
  },
  {
    name: 'four megabytes as a stream',
    app: () =>
      stream(
        spaced(
          Array.from({ length: 64 }, (_, index) => pattern(65_536).fill(index, 0, 8)),
          0,
          2,
        ),
      ),
    response: () => ({ body: Buffer.concat(Array.from({ length: 64 }, (_, index) => pattern(65_536).fill(index, 0, 8))) }),
  },
  {
    name: 'a genuine Response with a stream',
    app: () => new Response(ReadableStream.from(spaced(['ab', 'cd'].map((chunk) => Buffer.from(chunk))))),
    response: { body: 'abcd' },
  },
  {
    name: 'the request body sent back as it comes',
    needs: ['fullDuplex'],
    app: ({ body }) => stream(body ?? spaced([])),
    request: () => ({ method: 'POST', body: pattern(300_000) }),
    response: () => ({ body: pattern(300_000) }),
  },
  {
    name: 'the body of context.request sent back as it comes',
    needs: ['fullDuplex'],
    app: ({ request }) => new Response(request.body),
    request: () => ({ method: 'POST', body: pattern(100_000) }),
    response: () => ({ body: pattern(100_000) }),
  },
  {
    name: 'HTTP-03 a body longer than its length is cut there',
    needs: ['framing'],
    app: () => text('0123456789', { headers: { 'content-length': '5' } }),
    response: { body: '01234', fields: { 'content-length': '5' } },
  },
  {
    name: 'HTTP-03 a stream longer than its length is cut there, and cancelled',
    needs: ['framing'],
    app: (_, { tell }) => stream(cancelTold(tell, spaced(['012', '345', '678', '9'])), { headers: { 'content-length': '5' } }),
    response: { body: '01234', fields: { 'content-length': '5' } },
    told: { cancelled: true },
  },
  {
    name: 'HTTP-03 a body shorter than its length is seen to be broken',
    needs: ['shortResponse', 'framing'],
    app: () => text('01234', { headers: { 'content-length': '10' } }),
    async script(peer) {
      const { end, body } = await peer.send()
      ok(end === 'broken', `a response with ${body.byteLength} of 10 bytes was ${end}`)
    },
  },
  {
    name: 'HTTP-03 a stream shorter than its length is seen to be broken',
    needs: ['shortResponse', 'framing'],
    app: () => stream(spaced(['01', '234']), { headers: { 'content-length': '10' } }),
    async script(peer) {
      const { end, body } = await peer.send()
      ok(end === 'broken', `a response with ${body.byteLength} of 10 bytes was ${end}`)
    },
  },
  {
    name: 'a content-length that is no number is an error',
    needs: ['framing'],
    app: () => text('hello', { headers: { 'content-length': 'five' } }),
    response: { status: 500 },
  },
]

/** Chunks with a pause before each, or before the first alone: a stream that is there within one turn of the event loop gets a length. */
async function* spaced<Chunk extends string | Uint8Array>(chunks: readonly Chunk[], pause = 5, first = pause): AsyncGenerator<Chunk> {
  if (first > 0) await sleep(first)
  for (const chunk of chunks) {
    if (pause > 0) await sleep(pause)
    yield chunk
  }
}

async function* cancelTold<Chunk>(
  tell: (name: string, value: unknown) => Promise<void>,
  chunks: AsyncIterable<Chunk>,
): AsyncGenerator<Chunk> {
  let ended = false
  try {
    yield* chunks
    ended = true
  } finally {
    await tell('cancelled', !ended)
  }
}
