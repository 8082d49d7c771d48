import { deepEqual, equal, ok } from 'node:assert/strict'
import { setTimeout as wait } from 'node:timers/promises'
import { HttpError, text, type Application } from '@gangway/gateway'
import type { MiddlewareCase } from './middleware-case.ts'
import { until } from './sources.ts'

// What has no message that a page could show, and what cannot be written to.
const thrown: readonly (readonly [what: string, error: unknown])[] = [
  ['an Error', new Error('secret detail')],
  ['a frozen Error', Object.freeze(new Error('secret detail'))],
  ['an error with a status', Object.assign(new Error('secret detail'), { status: 503 })],
  ['undefined', undefined],
  ['null', null],
  ['a text', 'secret detail'],
]

/** How the application must be called, and what becomes of its failures. */
export const callingCases: readonly MiddlewareCase[] = [
  ...(
    [
      ['a reply', () => text('a page')],
      ['a native Response', () => new Response('a page')],
    ] as const
  ).map(([what, app]): MiddlewareCase => ({
    name: `a synchronous application stays synchronous: ${what}`,
    async run(subject) {
      ok(!('then' in subject.wrap(app)(subject.context())), 'a promise was returned for a response that was there')
    },
  })),
  {
    name: 'the application is called once for a request',
    async run(subject) {
      await (await subject.send(() => text('a page'))).bytes()
      equal(subject.calls, 1)
      await (await subject.send(async () => text('failed', { status: 503 }))).bytes()
      equal(subject.calls, 2)
    },
  },
  ...thrown.map(([what, error]): MiddlewareCase => ({
    name: `what the application throws goes on as it was: ${what}`,
    async run(subject) {
      const failing: readonly Application[] = [
        () => {
          throw error
        },
        async () => {
          await wait(1)
          throw error
        },
      ]
      for (const app of failing) {
        let caught: unknown = 'nothing was thrown'
        try {
          await subject.wrap(app)(subject.context())
        } catch (found) {
          caught = found
        }
        ok(caught === error, `it became ${String(caught)}`)
      }
    },
  })),
  {
    name: 'an application that fails is answered by 500, and nothing of the error is told to the client',
    async run(subject) {
      const visit = subject.visit(
        subject.wrap(() => {
          throw new Error('secret detail')
        }),
      )
      const received = await visit.received
      deepEqual([received.status, (await received.text()).includes('secret')], [500, false])
      await until(() => visit.logged.some((line) => line.includes('secret detail')))
    },
  },
  {
    name: 'an HttpError is answered with its status and its fields',
    async run(subject) {
      const failing = async (): Promise<Response> => {
        throw new HttpError(429, 'Slow down', { headers: { 'retry-after': '5', vary: 'X-Contract' } })
      }
      const received = await subject.send(failing)
      deepEqual([received.status, received.headers.get('retry-after')], [429, '5'])
      const isStored = !/\bno-store\b/.test(received.headers.get('cache-control') ?? '')
      if (isStored) ok(received.headers.get('vary')?.toLowerCase().includes('x-contract'))
    },
  },
  {
    name: 'one failure is no harm to the requests after it',
    async run(subject) {
      let isFailing = true
      const wrapped = subject.wrap(async () => {
        await wait(1)
        if (isFailing) throw new Error('for now')
        return text('a page')
      })
      for (let requests = 0; requests < 20; requests++) equal((await subject.visit(wrapped).received).status, 500)
      isFailing = false
      const received = await subject.visit(wrapped).received
      deepEqual([received.status, await received.text()], [200, 'a page'])
    },
  },
  {
    name: 'wrapped twice it does no harm',
    // To lint it is a mistake when both put the same key on the context.
    isBare: true,
    async run(subject) {
      const page = 'a page '.repeat(1000)
      const cookies = ['a=1', 'b=2']
      const app: Application = () =>
        text(page, { headers: [...cookies.map((cookie): [string, string] => ['set-cookie', cookie]), ['vary', 'Accept']] })
      const received = await subject.visit(subject.wrap(app, 2)).received
      deepEqual([received.status, await received.text(), subject.calls], [200, page, 1])
      deepEqual(
        received.headers.getSetCookie().filter((cookie) => cookies.includes(cookie)),
        cookies,
      )
      const vary = (received.headers.get('vary') ?? '').toLowerCase().split(/,\s*/)
      deepEqual(vary, [...new Set(vary)])
    },
  },
  {
    name: 'one middleware wraps several applications, each by itself',
    async run(subject) {
      const [one, two] = [subject.wrap(() => text('one')), subject.wrap(() => text('two'))]
      for (const [wrapped, expected] of [
        [one, 'one'],
        [two, 'two'],
        [one, 'one'],
      ] as const) {
        equal(await (await subject.visit(wrapped).received).text(), expected)
      }
    },
  },
]
