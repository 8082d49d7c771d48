import { setTimeout as sleep } from 'node:timers/promises'
import { Chunks } from './chunks.ts'

const bytes = (...values: number[]) => Uint8Array.from(values)

/** A source that waits where it finds a number, and notes why it was stopped. */
function source(...steps: (number | Uint8Array | string | Error)[]) {
  const stopped: unknown[] = []
  let index = 0
  const next = async (): Promise<IteratorResult<Uint8Array | string>> => {
    const step = steps[index++]
    if (typeof step === 'number') return sleep(step).then(next)
    if (step instanceof Error) throw step
    return step === undefined ? { done: true, value: undefined } : { done: false, value: step }
  }
  const stop = async (reason: unknown) => {
    stopped.push(reason)
    return { done: true as const, value: undefined }
  }
  return { stopped, reads: () => index, chunks: new Chunks({ [Symbol.asyncIterator]: () => ({ next, return: stop }) }) }
}

describe('Chunks', () => {
  it('reads bytes and text, without what is empty, to the end', async () => {
    const { chunks } = source(bytes(1), '', 'é', bytes(), bytes(2, 3))
    expect([await chunks.next(), await chunks.next(), await chunks.next(), await chunks.next()]).toEqual([
      bytes(1),
      bytes(0xc3, 0xa9),
      bytes(2, 3),
      undefined,
    ])
  })

  it('peeks without taking', async () => {
    const { chunks, reads } = source(bytes(1), bytes(2))
    expect([await chunks.peek(), await chunks.peek(), reads()]).toEqual([bytes(1), bytes(1), 1])
    expect([await chunks.next(), await chunks.next(), await chunks.next()]).toEqual([bytes(1), bytes(2), undefined])
  })

  it('can be looped over after a peek, and stops its source when the loop is left', async () => {
    const { chunks, stopped } = source(bytes(1), bytes(2), bytes(3))
    await chunks.peek()
    const seen: Uint8Array[] = []
    for await (const chunk of chunks) {
      seen.push(chunk)
      if (seen.length === 2) break
    }
    expect([seen, stopped.length]).toEqual([[bytes(1), bytes(2)], 1])
  })

  it('reads a stream', async () => {
    const chunks = new Chunks(ReadableStream.from([bytes(1), bytes(2)]))
    expect([await chunks.next(), await chunks.next(), await chunks.next()]).toEqual([bytes(1), bytes(2), undefined])
  })

  test.each([[true], [null], [{}], [[1, 2]], [new ArrayBuffer(1)]])('refuses %p for a chunk', async (value) => {
    await expect(source(value as unknown as Uint8Array).chunks.next()).rejects.toThrow(TypeError)
  })

  it('refuses a generator that was begun', () => {
    const generator = (async function* (): AsyncGenerator<string> {
      yield 'x'
    })()
    expect(new Chunks(generator)).toBeDefined()
    expect(() => new Chunks(generator)).toThrow(new TypeError('gateway: the body was already read'))
  })
})

describe('early', () => {
  it('has all that is there within a turn', async () => {
    const { chunks } = source(bytes(1), bytes(2))
    expect(await chunks.early(10)).toEqual({ held: [bytes(1), bytes(2)], ended: true })
  })

  it('stops at the first chunk beyond the limit, and loses none', async () => {
    const { chunks, reads } = source(bytes(1, 2), bytes(3, 4), bytes(5))
    expect([await chunks.early(3), reads()]).toEqual([{ held: [bytes(1, 2), bytes(3, 4)], ended: false }, 2])
    expect([await chunks.next(), await chunks.next()]).toEqual([bytes(5), undefined])
  })

  it('waits for no chunk that is later, and loses none', async () => {
    const { chunks } = source(bytes(1), 20, bytes(2), bytes(3))
    expect(await chunks.early(10)).toEqual({ held: [bytes(1)], ended: false })
    expect([await chunks.next(), await chunks.next(), await chunks.next()]).toEqual([bytes(2), bytes(3), undefined])
  })

  it('fails as the source fails at once, and leaves a later failure to the reader', async () => {
    await expect(source(bytes(1), new RangeError('lost')).chunks.early(10)).rejects.toThrow('lost')
    const { chunks } = source(bytes(1), 20, new RangeError('lost'))
    expect(await chunks.early(10)).toEqual({ held: [bytes(1)], ended: false })
    await expect(chunks.next()).rejects.toThrow('lost')
  })
})

describe('cancel', () => {
  it('tells the source once', async () => {
    const { chunks, stopped } = source(bytes(1), bytes(2))
    await chunks.next()
    chunks.cancel('enough')
    chunks.cancel('again')
    expect(stopped).toEqual(['enough'])
  })

  it('tells nothing to a source that has ended or failed', async () => {
    const ended = source()
    await ended.chunks.next()
    ended.chunks.cancel('late')
    const failed = source(new RangeError('lost'))
    await expect(failed.chunks.next()).rejects.toThrow('lost')
    failed.chunks.cancel('late')
    expect([ended.stopped, failed.stopped]).toEqual([[], []])
  })

  it('tells a source whose chunk was none', async () => {
    const { chunks, stopped } = source(null as unknown as string)
    await expect(chunks.next()).rejects.toThrow(TypeError)
    chunks.cancel('none')
    expect(stopped).toEqual(['none'])
  })
})
