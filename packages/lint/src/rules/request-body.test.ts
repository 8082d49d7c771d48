import { contextFor, empty, GatewayError, type Completion, type Context, type ContextForInit } from '@gangway/gateway'
import { lint } from '../lint.ts'
import { requestChunkRules, requestFailureRules, requestLengthRules } from './body-chunks.ts'
import { requestReadRules } from './body-reading.ts'

type Use = (context: Context) => unknown

const sent: Completion = { outcome: 'sent', bytes: 0, milliseconds: 1 }
const bytes = (length: number) => new Uint8Array(length).fill(65)

const iterate: Use = async ({ body }) => {
  for await (const chunk of body ?? []) void chunk
}
const readAsBytes: Use = ({ body }) => body?.bytes()
const readAsText: Use = ({ body }) => body?.text()
const readAsJson: Use = ({ body }) => body?.json()

async function codesOf(init: ContextForInit, use: Use): Promise<string[]> {
  const codes: string[] = []
  const app = lint({ severity: 'warn', onViolation: ({ code }) => codes.push(code) })(async (context) => {
    await use(context)
    return empty()
  })
  // Some of these bodies fail by themselves: what lint finds is asked here, not who fails.
  await Promise.resolve(app(contextFor('POST', '/', init))).catch(() => {})
  return codes
}

async function codesAfter(init: ContextForInit, use: Use): Promise<string[]> {
  const codes: string[] = []
  const handed = Promise.withResolvers<Context>()
  const app = lint({ onViolation: ({ code }) => codes.push(code) })((context) => {
    handed.resolve(context)
    return empty()
  })
  await app(contextFor('POST', '/', init))
  await use(await handed.promise)
  return codes
}

// Chunks of any kind, as a server of no types could give them.
async function* giving(...chunks: readonly unknown[]): AsyncGenerator<Uint8Array> {
  yield* chunks as Uint8Array[]
}

async function* failing(error: unknown): AsyncGenerator<Uint8Array> {
  yield bytes(1)
  throw error
}

async function* reusing(buffer: Uint8Array): AsyncGenerator<Uint8Array> {
  for (const value of [1, 2]) yield buffer.fill(value)
}

async function* detaching(): AsyncGenerator<Uint8Array> {
  const chunk = bytes(8)
  yield chunk
  structuredClone(chunk, { transfer: [chunk.buffer] })
  yield bytes(1)
}

const saying = (length: number, body: AsyncIterable<Uint8Array>) => ({ body, headers: { 'content-length': String(length) } })

const cases: readonly [code: string, what: string, broken: ContextForInit, kept: ContextForInit, use?: Use][] = [
  ['LINT-301', 'a text for a chunk', { body: giving('x') }, { body: giving(bytes(1)) }],
  ['LINT-302', 'an empty chunk', { body: giving(bytes(0)) }, { body: giving() }],
  ['LINT-303', 'a buffer that is used again', { body: reusing(bytes(9000)) }, { body: giving(bytes(9), bytes(9)) }],
  ['LINT-303', 'a buffer that is detached', { body: detaching() }, { body: giving(bytes(8), bytes(1)) }],
  ['LINT-304', 'more bytes than were declared', saying(3, giving(bytes(2), bytes(2))), saying(4, giving(bytes(2), bytes(2)))],
  ['LINT-304', 'the same, in one piece', saying(3, giving(bytes(4))), saying(4, giving(bytes(4))), readAsBytes],
  ['LINT-305', 'an end before all bytes came', saying(3, giving(bytes(2))), { body: giving(bytes(2)) }],
  ['LINT-305', 'the same, read as text', saying(3, giving(bytes(2))), saying(2, giving(bytes(2))), readAsText],
  [
    'LINT-306',
    'an error without a code',
    { body: failing(new Error('lost')) },
    { body: failing(new GatewayError('ERR_BODY_TRUNCATED', 'lost')) },
  ],
  [
    'LINT-306',
    'the same, read as JSON',
    { body: failing(new Error('lost')) },
    { body: failing(new DOMException('gone', 'AbortError')) },
    readAsJson,
  ],
]

describe('the body of a request', () => {
  it.each(cases)('%s: finds %s', async (code, _, broken, kept, use = iterate) => {
    expect(await codesOf(broken, use)).toEqual([code])
    expect(await codesOf(kept, use)).toEqual([])
  })

  it.each([
    ['iterated', iterate],
    ['read as bytes', readAsBytes],
    ['read as text', readAsText],
  ])('LINT-310: finds a second reader of a body that was %s', async (_, use) => {
    expect(await codesOf({ body: 'x' }, use)).toEqual([])
    const twice: Use = async (context) => {
      await use(context)
      await use(context)
    }
    expect(await codesOf({ body: 'x' }, twice)).toEqual(['LINT-310'])
  })

  it.each([
    ['iterated', iterate],
    ['read as bytes', readAsBytes],
  ])('LINT-311: finds a body that is %s after the exchange', async (_, use) => {
    expect(await codesAfter({ body: 'x', completed: Promise.resolve(sent) }, use)).toEqual(['LINT-311'])
    expect(await codesAfter({ body: 'x', completed: new Promise(() => {}) }, use)).toEqual([])
    expect(await codesAfter({ body: 'x', completed: Promise.resolve({ ...sent, outcome: 'aborted' }) }, use)).toEqual([])
  })

  it('LINT-311: takes a read before the response for one in time, even if the server answered by itself', async () => {
    expect(await codesOf({ body: 'x', completed: Promise.resolve(sent) }, iterate)).toEqual([])
  })

  it('has a case for each rule', () => {
    const rules = [requestChunkRules, requestLengthRules, requestFailureRules, requestReadRules].flat().map(({ code }) => code)
    expect([...new Set([...cases.map(([code]) => code), 'LINT-310', 'LINT-311'])].sort()).toEqual(rules.sort())
  })
})
