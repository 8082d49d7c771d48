import { bodyOf, contextFor, stream, type Completion } from '@gangway/gateway'
import { setTimeout as delay } from 'node:timers/promises'
import { lint } from '../lint.ts'
import { responseChunkRules } from './body-chunks.ts'
import { leftoverRules, responseReadRules } from './body-reading.ts'
import { lengthRules } from './response-content.ts'

type Body = AsyncIterable<unknown>
type Use = (body: Body) => unknown
type Outcome = Completion['outcome']

const bytes = (length: number) => new Uint8Array(length).fill(65)

/** A response with this body, what its reader does with it, and how the exchange ends. */
async function codesOf(source: Body, use: Use, outcome?: Outcome, length?: number): Promise<string[]> {
  const codes: string[] = []
  const headers = { 'content-type': 'text/plain; charset=utf-8', ...(length !== undefined && { 'content-length': String(length) }) }
  // Chunks of any kind, as an application of no types could give them.
  const app = () => stream(source as AsyncIterable<Uint8Array>, { headers })
  const completed = outcome ? Promise.resolve({ outcome, bytes: 0, milliseconds: 1 }) : new Promise<Completion>(() => {})
  const response = await lint({ severity: 'warn', onViolation: ({ code }) => codes.push(code) })(app)(contextFor('GET', '/', { completed }))
  // The body of a stream that was wrapped is a stream or an iterable: both can be iterated.
  await use(bodyOf(response) as Body)
  await delay(5)
  return codes
}

const drain: Use = async (body) => {
  for await (const chunk of body) void chunk
}
const drainTwice: Use = async (body) => {
  await drain(body)
  await drain(body)
}
const overwrite: Use = async (body) => {
  for await (const chunk of body) if (chunk instanceof Uint8Array) chunk.fill(0)
}
const readOne: Use = (body) => body[Symbol.asyncIterator]().next()
const readTwoAtOnce: Use = async (body) => {
  const iterator = body[Symbol.asyncIterator]()
  await Promise.all([iterator.next(), iterator.next()])
  await iterator.next()
}
const readOneAndStop: Use = async (body) => {
  for await (const chunk of body) {
    void chunk
    return
  }
}
const ignore: Use = () => {}

async function* giving(...chunks: readonly unknown[]): AsyncGenerator<unknown> {
  yield* chunks
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

const streamOf = (...chunks: readonly unknown[]) => ReadableStream.from(chunks)
const newline = bytes(1)

const given: readonly [code: string, what: string, broken: Body, kept: Body, use?: Use][] = [
  ['LINT-341', 'a number for a chunk', giving(5), giving('a', bytes(1))],
  ['LINT-341', 'the same, from a stream', streamOf({}), streamOf('a', bytes(1))],
  ['LINT-342', 'an empty text', giving(''), giving()],
  ['LINT-342', 'empty bytes', giving(bytes(0)), giving(newline, newline)],
  ['LINT-343', 'a buffer that is used again', reusing(bytes(4)), giving(bytes(4), bytes(4))],
  ['LINT-343', 'a buffer that is detached', detaching(), giving(bytes(4), bytes(4)), drain],
]

const read: readonly [code: string, what: string, source: () => Body, broken: Use, kept: Use, outcome: Outcome][] = [
  ['LINT-344', 'two readers', () => giving('a'), drainTwice, drain, 'sent'],
  ['LINT-345', 'two reads at once', () => giving('a', 'b'), readTwoAtOnce, drain, 'sent'],
  ['LINT-346', 'a body that was left in the middle', () => giving('a', 'b'), readOne, readOneAndStop, 'sent'],
  ['LINT-346', 'the same, after an abort', () => giving('a', 'b'), readOne, ignore, 'aborted'],
  ['LINT-346', 'the same, of a stream', () => streamOf('a', 'b'), readOne, readOneAndStop, 'failed'],
  ['LINT-347', 'a stream that nobody reads', () => streamOf('a'), ignore, drain, 'sent'],
]

describe('the body of a response', () => {
  it.each(given)('%s: finds %s', async (code, _, broken, kept, use = drain) => {
    expect(await codesOf(broken, use)).toEqual([code])
    expect(await codesOf(kept, use)).toEqual([])
  })

  it.each(read)('%s: finds %s', async (code, _, source, broken, kept, outcome) => {
    expect(await codesOf(source(), broken, outcome)).toEqual([code])
    expect(await codesOf(source(), kept, outcome)).toEqual([])
  })

  it('LINT-343: does not mind a reader that writes to its chunk', async () => {
    expect(await codesOf(giving(bytes(4), bytes(4)), overwrite)).toEqual([])
  })

  it('LINT-347: does not mind an iterable that nobody reads, which has not begun, nor a stream after an abort', async () => {
    expect(await codesOf(giving('a'), ignore, 'sent')).toEqual([])
    expect(await codesOf(streamOf('a'), ignore, 'aborted')).toEqual([])
  })

  it.each([
    ['more bytes', giving('abc', 'd'), 3, ['LINT-231']],
    ['fewer bytes', giving('ab'), 3, ['LINT-231']],
    ['as many bytes', giving('é', bytes(1)), 3, []],
  ])('LINT-231: looks at a stream of %s', async (_, source, length, codes) => {
    expect(await codesOf(source, drain, undefined, length)).toEqual(codes)
  })

  it.each([
    ['an iterable', (source: Body) => source],
    ['a stream', (source: Body) => ReadableStream.from(source)],
  ])('fails for its reader, and stops %s, when onViolation throws', async (_, made) => {
    let isStopped = false
    async function* source() {
      try {
        yield 5
        yield 6
      } finally {
        isStopped = true
      }
    }
    // A number for a chunk is what this is about.
    const response = await lint()(() => stream(made(source()) as AsyncIterable<Uint8Array>))(contextFor('GET', '/'))
    await expect(drain(bodyOf(response) as Body)).rejects.toThrow('LINT-341')
    await delay(1)
    expect(isStopped).toBe(true)
  })

  it('has a case for each rule', () => {
    const rules = [responseChunkRules, responseReadRules, leftoverRules, lengthRules].flat().map(({ code }) => code)
    expect([...new Set([...[...given, ...read].map(([code]) => code), 'LINT-231'])].sort()).toEqual(rules.sort())
  })
})
