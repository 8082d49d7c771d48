import { text } from '@gangway/gateway'
import { ok } from 'node:assert/strict'
import type { Case } from '../case.ts'

const usual = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']

export const methods: readonly Case[] = [
  ...usual.map((method): Case => ({
    name: `the method ${method} reaches the application`,
    request: method === 'POST' ? { method, body: '' } : { method },
    context: { method },
  })),
  {
    name: 'the method HEAD reaches the application',
    needs: ['framing'],
    app: async ({ method }, { tell }) => {
      await tell('method', method)
      return text(method)
    },
    request: { method: 'HEAD' },
    response: { body: '' },
    told: { method: 'HEAD' },
  },
  {
    name: 'a method that no registry knows reaches the application',
    needs: ['anyMethod'],
    request: { method: 'FROB-NICATE' },
    context: { method: 'FROB-NICATE' },
  },
  {
    name: 'the case of a method is kept',
    needs: ['anyMethod'],
    request: { method: 'get' },
    context: { method: 'get' },
  },
  {
    name: 'TRACE is answered or refused, never an internal error',
    needs: ['method'],
    app: ({ request }) => text(request.method),
    async script(peer) {
      const { status, end } = await peer.send({ method: 'TRACE' })
      ok([200, 405, 501].includes(status) && end === 'complete', `TRACE was answered with ${status}, ${end}`)
    },
  },
]
