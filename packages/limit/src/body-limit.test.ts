import { contextFor, text, type Application, type ContextForInit } from '@gangway/gateway'
import { lint } from '@gangway/lint'
import { bodyLimit } from './index.ts'

const reads: Application = async ({ body }) => text(`${(await body?.bytes())?.length}`)

function appWith(bytes: number, inner: Application = reads): Application {
  return lint()(bodyLimit(bytes)(lint()(inner)))
}

async function* chunks(...lengths: number[]): AsyncGenerator<Uint8Array> {
  for (const length of lengths) yield new Uint8Array(length)
}

async function outcome(app: Application, init: ContextForInit): Promise<string> {
  try {
    return await (await app(contextFor('POST', '/', init))).text()
  } catch (error) {
    return String(error)
  }
}

const tooLarge = 'LimitError: limit: the body has more than 10 bytes'

describe('bodyLimit', () => {
  test.each<[string, ContextForInit, string]>([
    ['none', {}, 'undefined'],
    ['an announced length', { body: 'a'.repeat(10) }, '10'],
    ['too great a length', { body: 'a'.repeat(11) }, tooLarge],
    ['chunks', { body: chunks(4, 6) }, '10'],
    ['too many chunks', { body: chunks(4, 6, 1) }, tooLarge],
    ['one chunk too large', { body: chunks(1000) }, tooLarge],
  ])('goes by the body: %s', async (_, init, expected) => {
    expect(await outcome(appWith(10), init)).toBe(expected)
  })

  it('calls nobody where the length says it all', () => {
    let isCalled = false
    const app = bodyLimit(10)(() => {
      isCalled = true
      return text('')
    })
    expect(() => app(contextFor('POST', '/', { body: 'a'.repeat(11) }))).toThrow(
      expect.objectContaining({ status: 413, code: 'ERR_BODY_TOO_LARGE' }),
    )
    expect(isCalled).toBe(false)
  })

  it('stops the source of what goes on for ever, and of what is left', async () => {
    let stops = 0
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield new Uint8Array(4)
      } finally {
        stops++
      }
    }
    expect(await outcome(appWith(10), { body: endless() })).toBe(tooLarge)
    expect(stops).toBe(1)
    const leaves: Application = async ({ body }) => {
      for await (const chunk of body ?? []) return text(`${chunk.length}`)
      return text('')
    }
    expect(await outcome(appWith(10, leaves), { body: endless() })).toBe('4')
    expect(stops).toBe(2)
  })

  it('counts what is read as a Request as well', async () => {
    const app = appWith(10, async ({ request }) => text(`${(await request.arrayBuffer()).byteLength}`))
    expect(await outcome(app, { body: chunks(4, 6) })).toBe('10')
    expect(await outcome(app, { body: chunks(4, 7) })).toBe(tooLarge)
  })

  it('leaves the context as it is where there is nothing to count, and is synchronous', () => {
    const reply = text('done')
    const seen: unknown[] = []
    const app = bodyLimit(10)((context) => {
      seen.push(context)
      return reply
    })
    const contexts = [contextFor('GET', '/'), contextFor('POST', '/', { body: 'a' })]
    expect(contexts.map((context) => app(context))).toEqual([reply, reply])
    expect(seen).toEqual(contexts)
  })

  test.each([-1, Number.NaN])('refuses %d bytes', (bytes) => {
    expect(() => bodyLimit(bytes)).toThrow(TypeError)
  })
})
