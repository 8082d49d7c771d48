import { recordExchange, type RecordedOptions } from '../../../test/src/recorded-exchange.ts'
import type { Application, Completion } from './context.ts'
import { HttpError } from './http-error.ts'
import { empty, file, stream, text } from './replies.ts'
import { toFetch } from './to-fetch.ts'

async function statusOf(app: Application, options: RecordedOptions = {}): Promise<number | undefined> {
  const { status } = await recordExchange(app, options).completed
  return status
}

async function* chunks() {
  yield 'a'
  await new Promise((resolve) => setTimeout(resolve, 5))
  yield 'b'
}

describe('the status of what was sent', () => {
  it.each<[string, Application, number]>([
    ['a response', () => text('a', { status: 201 }), 201],
    ['a stream', () => stream(chunks(), { status: 203 }), 203],
    ['an error', () => Promise.reject(new HttpError(418)), 418],
    ['no response', () => Promise.reject(new RangeError('x')), 500],
    ['a file that is not there', () => file('/nowhere/at/all'), 404],
  ])('is that of %s', async (_, app, status) => {
    expect(await statusOf(app)).toBe(status)
  })

  it('is that of a part of a file', async () => {
    const app = () => file(import.meta.filename)
    expect(await statusOf(app, { incoming: { fields: ['Range', 'bytes=0-1'] } })).toBe(206)
    expect(await statusOf(app, { incoming: { fields: ['Range', 'bytes=99999999-'] } })).toBe(416)
  })

  it('stays when the response breaks off, and is absent when there was none', async () => {
    const broken = async function* () {
      yield* chunks()
      throw new Error('broken')
    }
    expect(await statusOf(() => stream(broken(), { status: 202 }), { onCall: () => {} })).toBe(202)
    const refused = recordExchange(() => text('a'), {
      onCall(name) {
        if (name === 'send') throw new Error('nothing can be sent')
      },
    })
    expect(await refused.completed).toEqual({ outcome: 'failed', bytes: 0, milliseconds: expect.any(Number) })
    const left = recordExchange(() => new Promise(() => {}))
    left.exchange.abort()
    expect(await left.completed).toEqual({ outcome: 'aborted', bytes: 0, milliseconds: expect.any(Number) })
  })

  it('is known behind a Fetch server', async () => {
    const completions: Promise<Completion>[] = []
    const handler = toFetch((context) => {
      completions.push(context.completed)
      return empty(205)
    })
    await handler(new Request('http://localhost/'))
    expect((await Promise.all(completions)).map(({ status }) => status)).toEqual([205])
  })
})
