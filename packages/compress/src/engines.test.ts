import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { decoded, decodedSoFar } from '../../../test/src/decoded.ts'
import type { Encoding } from './encoding.ts'
import type { Encoder, Engine } from './engine.ts'
import { engine as fflateEngine } from './fflate-engine.ts'
import { engine as nodeEngine } from './node-engine.ts'

async function chunksOf(source: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = []
  for await (const chunk of source) chunks.push(chunk)
  return chunks
}

const text = Buffer.from(Array.from({ length: 4000 }, (_, index) => `<li>${index} ${(index * 7919) % 1013}</li>\n`).join(''))
const bodies: readonly [string, Uint8Array][] = [
  ['nothing', new Uint8Array(0)],
  ['a byte', Uint8Array.of(7)],
  ['text', text],
  ['noise', randomBytes(100_000)],
  ['zeros', new Uint8Array(300_000)],
]

async function collected(encoder: Encoder, writes: readonly (readonly [Uint8Array, boolean])[]): Promise<Buffer[]> {
  const chunks: Buffer[] = []
  for (const [bytes, flush] of writes) chunks.push(Buffer.concat([...(await encoder.write(bytes, flush))]))
  chunks.push(Buffer.concat([...(await encoder.end(new Uint8Array(0)))]))
  encoder.close()
  return chunks
}

async function* slices(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.byteLength; start += size) yield bytes.subarray(start, start + size)
}

async function decodedBy(engine: Engine, encoding: Encoding, bytes: Uint8Array, size = 1000): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of engine.decode(slices(bytes, size), encoding)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

describe.each<[string, Engine, Encoding]>([
  ['node:zlib', nodeEngine, 'gzip'],
  ['node:zlib', nodeEngine, 'deflate'],
  ['node:zlib', nodeEngine, 'br'],
  ['node:zlib', nodeEngine, 'zstd'],
  ['fflate', fflateEngine, 'gzip'],
  ['fflate', fflateEngine, 'deflate'],
])('the engine over %s', (_, engine, encoding) => {
  describe(`for ${encoding}`, () => {
    it('says that it can', () => {
      expect([engine.canEncode(encoding, false), engine.canDecode(encoding)]).toEqual([true, true])
    })

    it.each(bodies)('encodes %s at once', (_name, body) => {
      expect(decoded(encoding, engine.encode(body, { encoding })).equals(body)).toBe(true)
      expect(decoded(encoding, engine.encode(body, { encoding, level: 1 })).equals(body)).toBe(true)
    })

    it.each(bodies)('encodes %s as a stream', async (_name, body) => {
      const writes: [Uint8Array, boolean][] = []
      for await (const slice of slices(body, 50_000)) writes.push([slice, false])
      const chunks = await collected(engine.createEncoder({ encoding }), writes)
      expect(decoded(encoding, Buffer.concat(chunks)).equals(body)).toBe(true)
    })

    it('C4: lets everything be decoded after a flush', async () => {
      const encoder = engine.createEncoder({ encoding, level: 3 })
      let received = Buffer.alloc(0)
      let sent = ''
      const read: string[] = []
      const expected: string[] = []
      for (let index = 0; index < 100; index++) {
        const event = `data: event ${index} ${'x'.repeat(index)}\n\n`
        received = Buffer.concat([received, ...(await encoder.write(Buffer.from(event), true))])
        sent += event
        if (index % 10 > 0) continue
        read.push(decodedSoFar(encoding, received).toString())
        expected.push(sent)
      }
      expect(read).toEqual(expected)
      received = Buffer.concat([received, ...(await encoder.end(new Uint8Array(0)))])
      expect(decoded(encoding, received).toString()).toBe(sent)
      encoder.close()
    })

    it('C6: gives no end to what is not ended', async () => {
      const encoder = engine.createEncoder({ encoding })
      const begun = Buffer.concat([...(await encoder.write(text, true))])
      encoder.close()
      expect(() => decoded(encoding, begun)).toThrow(Error)
    })

    it.each(bodies)('decodes %s', async (_name, body) => {
      const encoded = engine.encode(body, { encoding })
      expect((await decodedBy(engine, encoding, encoded)).equals(body)).toBe(true)
    })

    it('decodes a body that comes byte by byte', async () => {
      const body = text.subarray(0, 3000)
      expect((await decodedBy(engine, encoding, engine.encode(body, { encoding }), 1)).equals(body)).toBe(true)
    })

    it('fails at every place where a body is cut', async () => {
      const encoded = engine.encode(text.subarray(0, 300), { encoding })
      for (let length = 0; length < encoded.byteLength; length++)
        await expect(decodedBy(engine, encoding, encoded.subarray(0, length))).rejects.toThrow(Error)
    })

    it('fails for what is not in its format, and for what follows the end', async () => {
      await expect(decodedBy(engine, encoding, Buffer.from('<p>Plain text, as it is.</p>'))).rejects.toThrow(Error)
      const encoded = engine.encode(text, { encoding })
      await expect(decodedBy(engine, encoding, Buffer.concat([encoded, Buffer.from('and more')]))).rejects.toThrow(Error)
      await expect(decodedBy(engine, encoding, Buffer.concat([encoded, Buffer.from('and more')]), 1e6)).rejects.toThrow(Error)
    })

    it('fails with the error of the source', async () => {
      const failure = new Error('the peer left')
      const source = async function* () {
        yield engine.encode(text, { encoding }).subarray(0, 100)
        throw failure
      }
      const reading = chunksOf(engine.decode(source(), encoding))
      await expect(reading).rejects.toBe(failure)
    })

    it('stops the source when the reader stops', async () => {
      let isStopped = false
      const encoded = engine.encode(randomBytes(300_000), { encoding })
      const source = async function* () {
        try {
          for (;;) yield encoded.subarray(0, 200_000)
        } finally {
          isStopped = true
        }
      }
      for await (const chunk of engine.decode(source(), encoding)) if (chunk.byteLength > 0) break
      for (let tries = 0; !isStopped && tries < 100; tries++) await new Promise((resolve) => setTimeout(resolve, 10))
      expect(isStopped).toBe(true)
    })

    it('survives any damage', async () => {
      const encoded = Buffer.from(engine.encode(text.subarray(0, 5000), { encoding }))
      const damage = fc.array(fc.tuple(fc.nat(encoded.byteLength - 1), fc.nat(255)), { minLength: 1, maxLength: 5 })
      await fc.assert(
        fc.asyncProperty(damage, async (changes) => {
          const damaged = Buffer.from(encoded)
          for (const [at, value] of changes) damaged[at] = value
          const outcome = await decodedBy(engine, encoding, damaged).catch((error: unknown) => error)
          expect(outcome instanceof Error || Buffer.isBuffer(outcome)).toBe(true)
        }),
        { numRuns: 100 },
      )
    })
  })
})

describe('the engine over node:zlib', () => {
  it.each<Encoding>(['br', 'zstd'])('encodes %s with a dictionary where Node can', (encoding) => {
    const options = { encoding, dictionary: text }
    if (!nodeEngine.canEncode(encoding, true)) return
    expect(nodeEngine.encode(text, options).byteLength).toBeLessThan(nodeEngine.encode(text, { encoding }).byteLength / 10)
  })

  it('has no dictionaries for gzip', () => {
    expect([nodeEngine.canEncode('gzip', true), nodeEngine.canEncode('deflate', true)]).toEqual([false, false])
  })

  it('reads all members of gzip', async () => {
    const member = nodeEngine.encode(text, { encoding: 'gzip' })
    expect((await decodedBy(nodeEngine, 'gzip', Buffer.concat([member, member]))).byteLength).toBe(2 * text.byteLength)
  })
})

describe('the engine over fflate', () => {
  it('has neither br nor zstd nor dictionaries', () => {
    expect((['br', 'zstd'] as const).map((encoding) => fflateEngine.canEncode(encoding, false))).toEqual([false, false])
    expect(fflateEngine.canEncode('gzip', true)).toBe(false)
    expect(() => fflateEngine.encode(text, { encoding: 'br' })).toThrow(TypeError)
    expect(() => fflateEngine.encode(text, { encoding: 'gzip', dictionary: text })).toThrow(TypeError)
    expect(() => fflateEngine.decode(slices(text, 10), 'zstd')).toThrow(TypeError)
    expect(() => fflateEngine.encode(text, { encoding: 'gzip', level: 11 })).toThrow(RangeError)
  })

  it('gives the same bytes for the same body', () => {
    const encoded = fflateEngine.encode(text, { encoding: 'gzip' })
    expect(encoded.subarray(4, 8)).toEqual(new Uint8Array(4))
  })

  it('reads all members of gzip, and headers with all that they may have', async () => {
    const header = [0x1f, 0x8b, 8, 0x1f, 0, 0, 0, 0, 0, 3, 2, 0, 9, 9, ...Buffer.from('name\0comment\0'), 1, 2]
    const member = Buffer.from(nodeEngine.encode(text, { encoding: 'gzip' }))
    const described = Buffer.concat([Buffer.from(header), member.subarray(10)])
    expect((await decodedBy(fflateEngine, 'gzip', Buffer.concat([described, member, described]))).byteLength).toBe(3 * text.byteLength)
  })

  it.each([
    ['a wrong checksum', -8],
    ['a wrong length', -1],
  ])('finds %s of gzip', async (_, at) => {
    const encoded = Buffer.from(nodeEngine.encode(text, { encoding: 'gzip' }))
    encoded[encoded.byteLength + at] = (encoded.at(at) ?? 0) ^ 1
    await expect(decodedBy(fflateEngine, 'gzip', encoded)).rejects.toThrow('checksum')
  })

  it('finds a wrong checksum of deflate, and a dictionary it does not have', async () => {
    const encoded = Buffer.from(nodeEngine.encode(text, { encoding: 'deflate' }))
    encoded[encoded.byteLength - 1] = (encoded.at(-1) ?? 0) ^ 1
    await expect(decodedBy(fflateEngine, 'deflate', encoded)).rejects.toThrow('checksum')
    await expect(decodedBy(fflateEngine, 'deflate', Buffer.from([0x78, 0xbb, 0, 0, 0, 0]))).rejects.toThrow('zlib format')
  })

  it('bounds what it keeps of a header', async () => {
    const endless = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]), Buffer.alloc(70_000, 'n')])
    await expect(decodedBy(fflateEngine, 'gzip', endless)).rejects.toThrow('too long')
  })
})
