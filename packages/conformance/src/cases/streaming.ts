import { stream, text } from '@gangway/gateway'
import { ok, strictEqual } from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Case } from '../case.ts'
import { checkResponse } from '../expected-response.ts'
import { digestOf, digestOfBytes, pattern } from '../pattern.ts'
import type { Peer } from '../peer.ts'

const block = pattern(65_536)
const blocks = 256
// What sockets, pipes and streams hold on their way: a few megabytes. Whoever holds more than this holds everything.
const mostHeld = 12 * 1_048_576

export const streaming: readonly Case[] = [
  {
    name: 'the head leaves before the first chunk is made',
    needs: ['earlyHead', 'streaming'],
    app: (_, { gate }) => stream(gated(gate, ['body'])),
    async script(peer) {
      const conversation = await peer.open()
      strictEqual(await conversation.head(), 200)
      peer.allow('0')
      checkResponse(await conversation.response(), { body: 'body' })
    },
  },
  {
    name: 'each chunk arrives before the next is made',
    needs: ['streaming'],
    app: (_, { gate }) => stream(gated(gate, ['one', 'two', 'three'])),
    script: (peer) => checkOneByOne(peer, [0, 3, 6]),
  },
  {
    name: 'server-sent events arrive one by one',
    needs: ['streaming'],
    app: (_, { gate }) => stream(gated(gate, ['data: 1\n\n', 'data: 2\n\n']), { headers: { 'content-type': 'text/event-stream' } }),
    script: (peer) => checkOneByOne(peer, [0, 9]),
  },
  {
    name: 'chunks of a response with a declared length arrive one by one',
    needs: ['streaming'],
    app: (_, { gate }) => stream(gated(gate, ['one', 'two']), { headers: { 'content-length': '6' } }),
    script: (peer) => checkOneByOne(peer, [0, 3]),
  },
  {
    name: 'a response begins before the request has ended',
    needs: ['fullDuplex', 'unknownLength', 'streaming'],
    app: ({ body }) => stream(body ?? gated(async () => {}, [])),
    async script(peer) {
      const conversation = await peer.open({ method: 'POST', body: [], length: 'unknown' })
      await conversation.write('ping')
      strictEqual(await conversation.received(4), 4)
      await conversation.write('pong')
      strictEqual(await conversation.received(8), 8)
      await conversation.end()
      checkResponse(await conversation.response(), { body: 'pingpong' })
    },
  },
  {
    name: 'a slow reader gets every byte',
    needs: ['hold'],
    app: () => stream(repeated(block, 16)),
    async script(peer) {
      const conversation = await peer.open()
      for (let pause = 0; pause < 10; pause++) {
        conversation.pause()
        await sleep(5)
        conversation.resume()
        await conversation.received(pause * 65_536)
      }
      checkResponse(await conversation.response(), { body: Buffer.concat(Array(16).fill(block)) })
    },
  },
  {
    name: 'a client that reads no further stops the application',
    needs: ['hold', 'leave'],
    app: (_, { tell }) => stream(counted(tell)),
    async script(peer) {
      const conversation = await peer.open()
      await conversation.head()
      conversation.pause()
      const made = await settled(() => Number(peer.latest('made') ?? 0))
      conversation.leave()
      ok(made <= mostHeld, `the application made ${made} bytes for a client that reads none`)
    },
  },
  {
    name: 'an upload waits until the application reads it',
    needs: ['requestBackpressure'],
    app: async ({ body }, { gate }) => {
      await gate('read')
      return text(body ? await digestOf(body) : 'none')
    },
    async script(peer) {
      const conversation = await peer.open({ method: 'POST', length: String(block.byteLength * blocks), body: [] })
      const upload = uploadAll(() => conversation.write(block)).then(() => conversation.end())
      const sent = await settled(() => conversation.sent)
      ok(sent <= mostHeld, `${sent} bytes were taken before the application read any`)
      peer.allow('read')
      await upload
      checkResponse(await conversation.response(), { body: digestOfBytes(Buffer.concat(Array(blocks).fill(block))) })
    },
  },
]

async function checkOneByOne(peer: Peer, lengths: readonly number[]): Promise<void> {
  const conversation = await peer.open()
  for (const [index, length] of lengths.entries()) {
    await conversation.received(length)
    strictEqual(conversation.ended, false)
    peer.allow(String(index))
  }
  checkResponse(await conversation.response(), {})
}

async function* gated(gate: (name: string) => Promise<void>, chunks: readonly string[]): AsyncGenerator<string> {
  for (const [index, chunk] of chunks.entries()) {
    await gate(String(index))
    yield chunk
  }
}

async function* repeated(chunk: Uint8Array, count: number): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < count; index++) {
    await new Promise((resolve) => setImmediate(resolve))
    yield chunk
  }
}

async function* counted(tell: (name: string, value: unknown) => Promise<void>): AsyncGenerator<Uint8Array> {
  for (let made = 0; made < blocks; made++) {
    if (made % 16 === 0) await tell('made', made * block.byteLength)
    yield block
  }
  await tell('made', blocks * block.byteLength)
}

async function uploadAll(write: () => Promise<void>): Promise<void> {
  for (let index = 0; index < blocks; index++) await write()
}

/** The value once it has not changed for a while. */
async function settled(value: () => number): Promise<number> {
  for (let last = -1; ;) {
    const now = value()
    if (now === last) return now
    last = now
    await sleep(80)
  }
}
