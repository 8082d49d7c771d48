import { constants, gunzipSync, inflateSync } from 'node:zlib'
import { Gzip, Zlib } from 'fflate'
import { syncFlush } from './fflate-sync-flush.ts'

const formats = [
  { Stream: Gzip, decode: gunzipSync },
  { Stream: Zlib, decode: inflateSync },
]

// A small generator with a seed, so that a failure can be repeated.
function randomness(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const words = Array.from({ length: 64 }, (_, index) => (index * 2654435761).toString(36))

function chunkOf(random: (below: number) => number): Buffer {
  const size = 1 + random([4, 60, 2000, 40_000][random(4)] ?? 1)
  switch (random(3)) {
    case 0:
      return Buffer.alloc(size, words[random(64)])
    case 1:
      return Buffer.from(Array.from({ length: size }, () => random(256)))
    default:
      return Buffer.from(Array.from({ length: Math.ceil(size / 6) }, () => words[random(64)]).join(' '))
  }
}

describe('syncFlush', () => {
  it.each(formats)('gives what zlib decodes, at each flush and at the end, for thousands of streams', ({ Stream, decode }) => {
    const wrong: string[] = []
    for (let seed = 0; seed < 1500; seed++) {
      const random = randomness(seed)
      const output: Uint8Array[] = []
      const input: Buffer[] = []
      const stream = new Stream({ level: 1 + (seed % 9) } as { level: 6 }, (bytes) => output.push(bytes))
      const steps = random(seed % 100 === 0 ? 60 : 8)
      for (let step = 0; step < steps; step++) {
        const chunk = chunkOf(random)
        input.push(chunk)
        stream.push(chunk)
        if (random(2) === 0) continue
        syncFlush(stream)
        if (random(3) > 0) continue
        const sofar = decode(Buffer.concat(output), { finishFlush: constants.Z_SYNC_FLUSH })
        if (!sofar.equals(Buffer.concat(input))) wrong.push(`seed ${seed}, step ${step}: the flushed bytes do not say all that was written`)
      }
      stream.push(new Uint8Array(0), true)
      if (!decode(Buffer.concat(output)).equals(Buffer.concat(input))) wrong.push(`seed ${seed}: the stream does not say what was written`)
    }
    expect(wrong).toEqual([])
  })

  it('is needed: the flush of this version of fflate gives what cannot be decoded', () => {
    let failures = 0
    for (let size = 1; size < 200; size++) {
      const output: Uint8Array[] = []
      const stream = new Gzip((bytes) => output.push(bytes))
      for (let step = 0; step < 4; step++) {
        stream.push(Buffer.from(`data: ${'ab'.repeat(size)}${step}\n\n`))
        stream.flush(true)
      }
      stream.push(new Uint8Array(0), true)
      try {
        gunzipSync(Buffer.concat(output))
      } catch {
        failures++
      }
    }
    expect(failures).toBeGreaterThan(0)
  })

  it('flushes again and again without new data', () => {
    const output: Uint8Array[] = []
    const stream = new Gzip((bytes) => output.push(bytes))
    for (let step = 0; step < 10; step++) syncFlush(stream)
    stream.push(Buffer.from('x'), true)
    expect(gunzipSync(Buffer.concat(output)).toString()).toBe('x')
  })

  it('knows its version of fflate', () => {
    class Other extends Gzip {}
    const other = Object.assign(new Other(), { s: undefined, flush: () => {} })
    expect(() => syncFlush(other)).toThrow('0.8.3')
  })
})
