import { stream, text } from '@gangway/gateway'
import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Case } from '../case.ts'
import type { Connection } from '../driver.ts'
import { checkRefused, checkResponse } from '../expected-response.ts'
import type { Field } from '../field.ts'
import type { PeerRequest } from '../peer-request.ts'
import type { Peer } from '../peer.ts'

const together = 6

export const connections: readonly Case[] = [
  {
    name: 'requests at the same time do not touch each other',
    app: ({ body, headers }) => stream(body ?? none(), { headers: { 'x-number': headers.get('x-number') ?? '' } }),
    script: (peer) => checkTogether(peer),
  },
  {
    name: 'requests at the same time on one connection do not touch each other',
    needs: ['multiplex'],
    app: ({ body, headers }) => stream(body ?? none(), { headers: { 'x-number': headers.get('x-number') ?? '' } }),
    script: async (peer) => checkTogether(peer, await peer.connect()),
  },
  {
    name: 'an exchange that breaks does not touch one under way',
    needs: ['shortResponse'],
    app: async ({ query }, { gate }) => {
      if (query === 'throw') throw new Error('on purpose')
      if (query === 'break') return stream(failing(), { headers: { 'content-length': '10' } })
      await gate('go on')
      return text('unharmed')
    },
    async script(peer) {
      const conversation = await peer.open()
      strictEqual((await peer.send({ target: '/?throw' })).status, 500)
      strictEqual((await peer.send({ target: '/?break' })).end, 'broken')
      peer.allow('go on')
      checkResponse(await conversation.response(), { body: 'unharmed' })
    },
  },
  {
    name: 'a client that leaves does not touch another',
    needs: ['leave'],
    app: async ({ query }, { gate, tell }) => {
      await tell(query, true)
      await gate('go on')
      return text(query)
    },
    async script(peer) {
      const staying = await peer.open({ target: '/?staying' })
      const leaving = await peer.open({ target: '/?leaving' })
      await peer.told('staying')
      await peer.told('leaving')
      leaving.leave()
      peer.allow('go on')
      checkResponse(await staying.response(), { body: 'staying' })
    },
  },
  {
    name: 'clients that leave as soon as they have asked harm nobody',
    needs: ['leave'],
    app: () => stream(pieces(['still ', 'here'])),
    async script(peer) {
      for (let count = 0; count < 4; count++) {
        const conversation = await peer.open()
        conversation.leave()
      }
      checkResponse(await peer.send(), { body: 'still here' })
    },
  },
  {
    name: 'requests one after another on one connection',
    needs: ['keepAlive'],
    app: async ({ body, query }) => text(`${query} ${body ? await body.text() : ''}`),
    async script(peer) {
      const connection = await peer.connect()
      for (let number = 0; number < 5; number++) {
        checkResponse(await peer.send({ method: 'POST', target: `/?${number}`, body: `of ${number}` }, connection), {
          body: `${number} of ${number}`,
        })
        ok(connection.usable, `the connection was closed after request ${number}`)
      }
    },
  },
  {
    name: 'streams one after another on one connection',
    needs: ['keepAlive'],
    app: ({ query }) => stream(pieces([query, ' and ', query])),
    async script(peer) {
      const connection = await peer.connect()
      for (const name of ['a', 'b', 'c'])
        checkResponse(await peer.send({ target: `/?${name}` }, connection), { body: `${name} and ${name}` })
    },
  },
  {
    name: 'AJP-11 a body that nobody read is not the next request',
    needs: ['keepAlive'],
    app: ({ query }) => text(query),
    script: checkNextAfterUnread,
  },
  {
    name: 'AJP-11 the rest of a body is not the next request, and does not stop it',
    needs: ['keepAlive'],
    app: async ({ query, body }) => {
      for await (const chunk of body ?? []) if (chunk.byteLength > 0) break
      return text(query)
    },
    script: checkNextAfterUnread,
  },
  {
    name: 'a request head of 300 KB is refused, and others are answered',
    needs: ['oversizedHead'],
    async script(peer) {
      checkRefused(await peer.send({ fields: [['x-huge', 'h'.repeat(300_000)]] }), [400, 413, 431])
      checkResponse(await peer.send(), {})
    },
  },
  {
    name: 'of 1500 fields none is lost silently',
    needs: ['oversizedHead'],
    async script(peer) {
      const fields = Array.from({ length: 1500 }, (_, index): Field => [`x${index}`, String(index)])
      const response = await peer.send({ fields })
      if (response.status !== 200) return checkRefused(response, [400, 413, 431])
      const { headers } = JSON.parse(Buffer.from(response.body).toString())
      const arrived = new Map<string, string>(headers)
      deepStrictEqual(
        fields.filter(([name, value]) => arrived.get(name) !== value),
        [],
      )
    },
  },
]

async function checkNextAfterUnread(peer: Peer): Promise<void> {
  const connection = await peer.connect()
  const body = 'GET /?smuggled HTTP/1.1\r\nHost: conformance.test\r\n\r\n'.repeat(3000)
  checkResponse(await peer.send({ method: 'POST', target: '/?first', body }, connection), { body: 'first' })
  // The server may have closed the connection rather than read on, or be about to.
  const again = connection.usable ? await peer.send({ target: '/?second' }, connection) : undefined
  const isLost = again === undefined || again.status === 0
  checkResponse(isLost ? await peer.send({ target: '/?second' }) : again, { body: 'second' })
}

async function checkTogether(peer: Peer, connection?: Connection): Promise<void> {
  const numbers = Array.from({ length: together }, (_, index) => String(index))
  const responses = await Promise.all(numbers.map((number) => peer.send(numbered(number), connection)))
  for (const [index, response] of responses.entries()) {
    checkResponse(response, { body: `${index} begins, ${index} ends`, fields: { 'x-number': String(index) } })
  }
}

function numbered(number: string): PeerRequest {
  const body = [{ text: `${number} begins` }, { pause: 10 }, { text: `, ${number} ends` }]
  return { method: 'POST', fields: [['x-number', number]], body }
}

async function* none(): AsyncGenerator<Uint8Array> {}

async function* pieces(chunks: readonly string[]): AsyncGenerator<string> {
  for (const chunk of chunks) {
    await sleep(3)
    yield chunk
  }
}

async function* failing(): AsyncGenerator<string> {
  yield* pieces(['some'])
  await sleep(3)
  throw new Error('on purpose')
}
