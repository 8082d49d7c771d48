import { stream, text, type Context } from '@gangway/gateway'
import { deepStrictEqual, strictEqual } from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Case, CaseApplication } from '../case.ts'
import { checkResponse } from '../expected-response.ts'
import type { Peer } from '../peer.ts'

const abortError = { name: 'AbortError', isDomException: true }

export const abort: readonly Case[] = [
  {
    name: 'C.7 the signal fires when the client leaves while the application thinks',
    needs: ['leaveEarly', 'leave'],
    app: async (context, { tell }) => {
      await tell('started', true)
      await tell('reason', await aborted(context))
      return text('too late')
    },
    script: (peer) => checkLeaving(peer),
  },
  {
    name: 'the signal of context.request fires when the client leaves',
    needs: ['leaveEarly', 'leave'],
    app: async (context, { tell }) => {
      const { signal } = context.request
      await tell('started', true)
      await aborted({ signal })
      await tell('reason', { name: signal.reason.name, isDomException: signal.reason instanceof DOMException })
      return text('too late')
    },
    script: (peer) => checkLeaving(peer),
  },
  {
    name: 'a stream is cancelled when the client leaves in the middle of it',
    needs: ['leave'],
    app: (_, { tell }) => stream(endless(() => tell('cancelled', true))),
    async script(peer) {
      const conversation = await peer.open()
      await conversation.received(1)
      conversation.leave()
      strictEqual(await peer.told('cancelled'), true)
    },
  },
  {
    name: 'a ReadableStream is cancelled when the client leaves in the middle of it',
    needs: ['leave'],
    app: (_, { tell }) => {
      const pull = async (controller: ReadableStreamDefaultController) => {
        await sleep(2)
        controller.enqueue(Buffer.from('more'))
      }
      return new Response(new ReadableStream({ pull, cancel: () => tell('cancelled', true) }))
    },
    async script(peer) {
      const conversation = await peer.open()
      await conversation.received(1)
      conversation.leave()
      strictEqual(await peer.told('cancelled'), true)
    },
  },
  {
    name: 'the body fails and the signal fires when the client leaves in the middle of an upload',
    needs: ['leave', 'truncation'],
    app: async (context, { tell }) => {
      const { signal } = context
      await tell('started', true)
      const read = await context.body?.text().catch(() => 'an error')
      await tell('read', read)
      await aborted({ signal })
      await tell('aborted', signal.aborted)
      return text('too late')
    },
    async script(peer) {
      const conversation = await peer.open({ method: 'POST', length: '10', body: [] })
      await conversation.write('abc')
      await peer.told('started')
      conversation.leave()
      strictEqual(await peer.told('read'), 'an error')
      strictEqual(await peer.told('aborted'), true)
    },
  },
  {
    name: 'HTTP-11 the signal stays silent after a complete response',
    app: (context, { tell }) => {
      const { signal, completed } = context
      context.waitUntil(
        completed.then(async ({ outcome }) => {
          await sleep(40)
          await tell('end', { outcome, aborted: signal.aborted })
        }),
      )
      return text('whole')
    },
    response: { body: 'whole' },
    told: { end: { outcome: 'sent', aborted: false } },
  },
  {
    name: 'HTTP-11 the signal stays silent when the client closes after a complete response',
    needs: ['leave'],
    app: (context, { tell, gate }) => {
      const { signal, completed } = context
      context.waitUntil(
        completed.then(async () => {
          await gate('closed')
          await sleep(20)
          await tell('aborted', signal.aborted)
        }),
      )
      return text('whole')
    },
    async script(peer) {
      const connection = await peer.connect()
      const conversation = await peer.open({}, connection)
      await conversation.received(5)
      peer.allow('closed')
      checkResponse(await conversation.response(), { body: 'whole' })
      conversation.leave()
      strictEqual(await peer.told('aborted'), false)
    },
  },
  {
    name: 'context.completed tells of a response that was sent, with its bytes',
    app: completedTold(() => stream(pieces(['one', 'two']))),
    response: { body: 'onetwo' },
    told: { completed: { outcome: 'sent', bytes: 6, isTime: true } },
  },
  {
    name: 'context.completed tells of a client that left',
    needs: ['leave'],
    app: completedTold(() => stream(endless())),
    async script(peer) {
      const conversation = await peer.open()
      await conversation.received(4)
      conversation.leave()
      const completed = await peer.told('completed')
      deepStrictEqual(Reflect.get(Object(completed), 'outcome'), 'aborted')
    },
  },
  {
    name: 'context.completed tells of a response that failed',
    needs: ['framing'],
    app: completedTold(() => stream(failing())),
    async script(peer) {
      await peer.send()
      deepStrictEqual(await peer.told('completed'), { outcome: 'failed', bytes: 3, isTime: true })
    },
  },
  {
    name: 'a response that comes after the client left harms nobody',
    needs: ['leaveEarly', 'leave'],
    app: async (context, { tell, gate }) => {
      if (context.query !== 'late') return text('still here')
      await tell('started', true)
      await aborted(context)
      await gate('answer')
      return new Response(new ReadableStream({ cancel: () => tell('cancelled', true) }))
    },
    async script(peer) {
      const conversation = await peer.open({ target: '/?late' })
      await peer.told('started')
      conversation.leave()
      peer.allow('answer')
      strictEqual(await peer.told('cancelled'), true)
      checkResponse(await peer.send(), { body: 'still here' })
    },
  },
  {
    name: 'waitUntil lets work go on after the response',
    app: (context, { tell, gate }) => {
      context.waitUntil(gate('after').then(() => tell('done', true)))
      return text('early')
    },
    async script(peer) {
      const conversation = await peer.open()
      strictEqual(await conversation.received(5), 5)
      peer.allow('after')
      strictEqual(await peer.told('done'), true)
      checkResponse(await conversation.response(), { body: 'early' })
    },
  },
  {
    name: 'waitUntil logs what fails, and nothing else happens',
    app: (context) => {
      context.waitUntil(Promise.reject(new Error('work that fails')))
      return text('unharmed')
    },
    response: { body: 'unharmed' },
  },
  {
    name: 'a line that the application logs reaches the web server',
    needs: ['log'],
    app: (context) => {
      context.log('a line of the application')
      return text('logged')
    },
    async script(peer) {
      const response = await peer.send()
      checkResponse(response, { body: 'logged' })
      strictEqual(response.log.includes('a line of the application'), true, `the log is ${JSON.stringify(response.log)}`)
    },
  },
]

async function checkLeaving(peer: Peer): Promise<void> {
  const conversation = await peer.open()
  await peer.told('started')
  conversation.leave()
  deepStrictEqual(await peer.told('reason'), abortError)
}

async function aborted({ signal }: Pick<Context, 'signal'>): Promise<unknown> {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  const reason: unknown = signal.reason
  return { name: reason instanceof Error ? reason.name : typeof reason, isDomException: reason instanceof DOMException }
}

function completedTold(respond: () => Response): CaseApplication {
  return (context, { tell }) => {
    const completed = context.completed.then(({ outcome, bytes, milliseconds }) =>
      tell('completed', { outcome, bytes, isTime: Number.isFinite(milliseconds) && milliseconds >= 0 }),
    )
    context.waitUntil(completed)
    return respond()
  }
}

async function* pieces(chunks: readonly string[]): AsyncGenerator<string> {
  for (const chunk of chunks) {
    await sleep(5)
    yield chunk
  }
}

async function* failing(): AsyncGenerator<string> {
  yield* pieces(['one'])
  await sleep(5)
  throw new Error('a stream that fails')
}

async function* endless(onCancel?: () => Promise<void>): AsyncGenerator<string> {
  try {
    for (;;) {
      await sleep(2)
      yield 'more'
    }
  } finally {
    await onCancel?.()
  }
}
