import { decoded, decodedSoFar } from '../../../test/src/decoded.ts'
import { EncodedBody } from './encoded-body.ts'
import type { Encoder } from './engine.ts'
import { Intake } from './intake.ts'
import { engine } from './node-engine.ts'

async function chunksOf(source: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = []
  for await (const chunk of source) chunks.push(chunk)
  return chunks
}

const never = new Promise<never>(() => {})
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

type Chunks = AsyncIterable<Uint8Array | string>

function bodyOf(source: Chunks | ReadableStream<Uint8Array>, changes: Partial<ConstructorParameters<typeof EncodedBody>[0]> = {}) {
  const createEncoder = () => engine.createEncoder({ encoding: 'gzip' })
  return new EncodedBody({ intake: new Intake(source), createEncoder, length: undefined, prefix: undefined, alter: undefined, ...changes })
}

// An encoder that says what is done with it.
function recordingEncoder(log: string[], write?: Encoder['write']): Encoder {
  return {
    write: (bytes, flush) => {
      log.push(`write ${bytes.byteLength}${flush ? ' flush' : ''}`)
      return write?.(bytes, flush) ?? []
    },
    end: (bytes) => {
      log.push(`end ${bytes.byteLength}`)
      return [Uint8Array.of(1)]
    },
    close: () => {
      log.push('close')
    },
  }
}

describe('EncodedBody', () => {
  it('C4: gives what a source said before it paused, at once', async () => {
    const body = bodyOf((async function* () { yield 'data: one\n\n'; await pause(30_000) })()) // prettier-ignore
    const started = performance.now()
    const chunks: Uint8Array[] = []
    let said = ''
    while (said === '') {
      const { done, value } = await body.next()
      if (done) throw new Error('the body ended')
      chunks.push(value)
      said = decodedSoFar('gzip', Buffer.concat(chunks)).toString()
    }
    expect(said).toBe('data: one\n\n')
    expect(performance.now() - started).toBeLessThan(100)
    await body.return()
  })

  it('writes many small chunks as one, flushes messages, and gives bulk a moment', async () => {
    const log: string[] = []
    const source = (async function* () {
      for (let index = 0; index < 100; index++) yield 'x'.repeat(10)
      await pause(10)
      yield new Uint8Array(60_000)
      await pause(1)
      yield new Uint8Array(1000)
      await pause(50)
      yield 'end'
    })()
    await chunksOf(bodyOf(source, { createEncoder: () => recordingEncoder(log) }))
    expect(log[0]).toBe('write 1000 flush')
    expect(log[1]).toBe('write 60000')
    expect(log.slice(-4)).toEqual(['write 1000', 'write 0 flush', 'end 3', 'close'])
  })

  it('C5: stops encoder and source at once while the source is silent, and the source hears why', async () => {
    const log: string[] = []
    const reasons: unknown[] = []
    const stream = new ReadableStream<Uint8Array>({ start: (c) => c.enqueue(Buffer.from('a')), cancel: (reason) => void reasons.push(reason) }) // prettier-ignore
    const body = bodyOf(stream, { createEncoder: () => recordingEncoder(log) })
    void body.next()
    await pause(10)
    expect(await body.return('left')).toEqual({ done: true, value: undefined })
    await body.return('again')
    expect([log.at(-1), reasons]).toEqual(['close', ['left']])
    expect(log.filter((entry) => entry === 'close')).toHaveLength(1)
    expect(await body.next()).toEqual({ done: true, value: undefined })
  })

  it('C5: cancels a source that was never read, and makes no encoder for it', async () => {
    const log: string[] = []
    let returned = 0
    const source: Chunks = {
      [Symbol.asyncIterator]: () => ({ next: () => never, return: async () => ({ done: true, value: (returned += 1) }) }),
    }
    const body = bodyOf(source, { createEncoder: () => recordingEncoder(log) })
    await body.return()
    expect([returned, log]).toEqual([1, []])
  })

  it('C5: stops during a write', async () => {
    const log: string[] = []
    const body = bodyOf((async function* () { yield 'a' })(), { createEncoder: () => recordingEncoder(log, () => never) }) // prettier-ignore
    void body.next()
    await pause(10)
    await body.return()
    expect(log.at(-1)).toBe('close')
  })

  it('C6: fails when its source fails, without an end', async () => {
    const failure = new Error('the database left')
    const body = bodyOf((async function* () { yield 'begun'; await pause(5); throw failure })()) // prettier-ignore
    const chunks: Uint8Array[] = []
    const reading = (async () => {
      for await (const chunk of body) chunks.push(chunk)
    })()
    await expect(reading).rejects.toBe(failure)
    expect(decodedSoFar('gzip', Buffer.concat(chunks)).toString()).toBe('begun')
    expect(() => decoded('gzip', Buffer.concat(chunks))).toThrow('unexpected end')
    expect((await body.next()).done).toBe(true)
  })

  it('fails and cancels the source when its encoder fails', async () => {
    let isCancelled = false
    const source = (async function* () {
      try {
        for (;;) yield 'a'.repeat(100)
      } finally {
        isCancelled = true
      }
    })()
    const fail = () => {
      throw new Error('no memory')
    }
    const log: string[] = []
    await expect(bodyOf(source, { createEncoder: () => recordingEncoder(log, fail) }).next()).rejects.toThrow('no memory')
    expect([isCancelled, log.at(-1)]).toEqual([true, 'close'])
  })

  it.each([
    [3, 'ended after 5 bytes of a content-length of 9', 9],
    [3, 'longer than its content-length of 4', 4],
  ])('fails when the body lies about its length', async (_, message, length) => {
    const reading = chunksOf(bodyOf((async function* () { yield 'abc'; await pause(2); yield 'de' })(), { length })) // prettier-ignore
    await expect(reading).rejects.toThrow(message)
  })

  it('C7: pulls its source only as it is read', async () => {
    let given = 0
    const source = (async function* () {
      for (;;) {
        given += 65536
        yield Buffer.alloc(65536, String(given))
      }
    })()
    const body = bodyOf(source)
    await body.next()
    await pause(20)
    expect(given).toBeLessThanOrEqual(4 * 65536)
    await body.return()
  })
})
