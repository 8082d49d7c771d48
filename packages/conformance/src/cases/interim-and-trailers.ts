import { earlyHints, stream, text } from '@gangway/gateway'
import { deepStrictEqual, strictEqual } from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Case } from '../case.ts'
import { checkResponse } from '../expected-response.ts'

export const interimAndTrailers: readonly Case[] = [
  {
    name: 'an interim response arrives before the response',
    needs: ['informational', 'streaming'],
    app: async (context, { gate }) => {
      const sent = earlyHints(context, ['</style.css>; rel=preload', '</app.js>; rel=preload'])
      await gate('hinted')
      return text(String(sent))
    },
    async script(peer) {
      // RFC 8297 §3: to a client of HTTP/1.1 only where it is known to be a browser
      const conversation = await peer.open({ fields: [['sec-fetch-mode', 'navigate']] })
      strictEqual(await conversation.interim(), 103)
      peer.allow('hinted')
      const response = await conversation.response()
      checkResponse(response, { body: 'true', interim: [103], fields: { link: null } })
      const links = response.interim[0]?.fields.map(([, value]) => value).join(', ')
      strictEqual(links, '</style.css>; rel=preload, </app.js>; rel=preload')
    },
  },
  {
    name: 'C.5 early hints return whether they can be sent, and harm nothing where they cannot',
    app: (context) => text(String(earlyHints(context, ['</a.css>; rel=preload']) === context.can.informational)),
    response: { body: 'true' },
  },
  {
    name: 'C.5 an interim response where there is none throws NotSupportedError',
    app: (context) => {
      if (context.can.informational) return text('NotSupportedError')
      try {
        context.sendInformational(103)
        return text('sent')
      } catch (error) {
        return text(error instanceof DOMException ? error.name : 'another error')
      }
    },
    response: { body: 'NotSupportedError' },
  },
  {
    name: 'an interim response after the head throws InvalidStateError',
    needs: ['informational'],
    app: (context, { tell }) =>
      stream(
        (async function* () {
          await sleep(5)
          yield 'begun'
          await sleep(5)
          await tell(
            'error',
            nameOf(() => context.sendInformational(103)),
          )
        })(),
      ),
    response: { body: 'begun' },
    told: { error: 'InvalidStateError' },
  },
  {
    name: 'HTTP-07 a body is asked for once the application reads it',
    needs: ['expectContinue'],
    app: async ({ body }, { gate }) => {
      await gate('read')
      return text(body ? await body.text() : 'none')
    },
    async script(peer) {
      const conversation = await peer.open({ method: 'POST', fields: [['expect', '100-continue']], length: '5', body: [] })
      await sleep(10)
      peer.allow('read')
      strictEqual(await conversation.interim(), 100)
      await conversation.write('hello')
      await conversation.end()
      checkResponse(await conversation.response(), { body: 'hello', interim: [100] })
    },
  },
  {
    name: 'HTTP-07 a body that nobody reads is not asked for',
    needs: ['expectContinue'],
    app: () => text('no', { status: 417 }),
    async script(peer) {
      const conversation = await peer.open({ method: 'POST', fields: [['expect', '100-continue']], length: '5', body: [] })
      checkResponse(await conversation.response(), { status: 417, body: 'no', interim: [] })
    },
  },
  {
    name: 'HTTP-09 trailer fields of a request',
    needs: ['trailers', 'unknownLength'],
    app: async ({ body, trailers }) => text(`${await body?.text()} ${(await trailers).get('x-sum')}`),
    request: { method: 'POST', body: 'counted', length: 'unknown', trailers: [['x-sum', '7']] },
    response: { body: 'counted 7' },
  },
  {
    name: 'trailer fields of a request without any are empty',
    app: async ({ trailers }) => text(String([...(await trailers)].length)),
    response: { body: '0' },
  },
  {
    name: 'HTTP-09 trailer fields of a response',
    needs: ['trailers'],
    app: () => stream(pieces(['x', 'x', 'x']), { trailers: () => ({ 'x-sum': '3' }) }),
    async script(peer) {
      const response = await peer.send({ fields: [['te', 'trailers']] })
      checkResponse(response, { body: 'xxx' })
      deepStrictEqual(response.trailers, [['x-sum', '3']])
    },
  },
  {
    name: 'trailer fields of a response that cannot carry them are dropped',
    app: () => text('body', { trailers: () => ({ 'x-sum': '4' }) }),
    response: { body: 'body' },
  },
]

function nameOf(attempt: () => void): string {
  try {
    attempt()
    return 'none'
  } catch (error) {
    return error instanceof DOMException ? error.name : 'another error'
  }
}

async function* pieces(chunks: readonly string[], last?: () => Promise<void>): AsyncGenerator<string> {
  for (const chunk of chunks) {
    await sleep(5)
    yield chunk
  }
  await sleep(5)
  await last?.()
}
