import fc from 'fast-check'
import { ParamsDecoder, decodeParams, encodeParams, type ParamsLimits } from './fastcgi-params.ts'
import { WireError } from './wire-error.ts'

const ascii = (text: string) => [...Buffer.from(text, 'latin1')]
const long = 'v'.repeat(128)
const longName = 'N'.repeat(300)

function cut(bytes: Uint8Array, cuts: number[]): Uint8Array[] {
  const ends = [...cuts.map((at) => at % (bytes.length + 1)), bytes.length].sort((left, right) => left - right)
  return ends.map((end, index) => bytes.slice(ends[index - 1] ?? 0, end))
}

function decode(segments: Iterable<Uint8Array>, limits?: ParamsLimits): string[] | string {
  const decoder = new ParamsDecoder(limits)
  try {
    for (const segment of segments) decoder.push(segment)
    return decoder.end()
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    return error.code
  }
}

const byteByByte = (bytes: Uint8Array) => Array.from(bytes, (byte) => Uint8Array.of(byte))
const latin1 = fc.string({ unit: fc.nat(255).map((code) => String.fromCharCode(code)), maxLength: 300 })
const somePairs = fc.array(fc.tuple(latin1, latin1), { maxLength: 20 })

describe('encodeParams and decodeParams', () => {
  test.each<[string, number[], string[]]>([
    ['nothing', [], []],
    ['a short pair (11)', [3, 1, ...ascii('KEYv')], ['KEY', 'v']],
    ['a value of 127 bytes', [1, 127, ...ascii(`K${'v'.repeat(127)}`)], ['K', 'v'.repeat(127)]],
    ['a value of 128 bytes (14)', [1, 128, 0, 0, 128, ...ascii(`K${long}`)], ['K', long]],
    ['a name of 300 bytes (41)', [128, 0, 1, 44, 1, ...ascii(`${longName}v`)], [longName, 'v']],
    ['both long (44)', [128, 0, 1, 44, 128, 0, 0, 128, ...ascii(longName + long)], [longName, long]],
    ['a value of 70000 bytes', [1, 128, 1, 0x11, 0x70, ...ascii(`K${'v'.repeat(70_000)}`)], ['K', 'v'.repeat(70_000)]],
    ['an empty value', [3, 0, ...ascii('KEY')], ['KEY', '']],
    ['bytes above 127 as latin1', [1, 2, 75, 0xe9, 0xff], ['K', 'éÿ']],
    ['repeated names', [1, 1, ...ascii('Ka'), 1, 1, ...ascii('Kb')], ['K', 'a', 'K', 'b']],
    ['__proto__', [9, 1, ...ascii('__proto__x')], ['__proto__', 'x']],
  ])('encode and decode %s (FCGI-21)', (_, bytes, pairs) => {
    expect(decodeParams(Uint8Array.from(bytes))).toEqual(pairs)
    expect(decode(byteByByte(Uint8Array.from(bytes)))).toEqual(pairs)
    expect([...encodeParams(pairs)]).toEqual(bytes)
  })

  test.each<[string, number[], string[]]>([
    ['a small length in four bytes', [128, 0, 0, 1, 128, 0, 0, 1, ...ascii('Kv')], ['K', 'v']],
    ['a pair without a name', [0, 1, 120, 1, 1, ...ascii('Kv')], ['K', 'v']],
    ['an empty pair', [0, 0, 1, 1, ...ascii('Kv'), 0, 0], ['K', 'v']],
  ])('decode %s (FCGI-21)', (_, bytes, pairs) => {
    expect(decodeParams(Uint8Array.from(bytes))).toEqual(pairs)
    expect(decode(byteByByte(Uint8Array.from(bytes)))).toEqual(pairs)
  })

  it('decode what was encoded', () => {
    fc.assert(
      fc.property(somePairs, (pairs) => {
        const named = pairs.filter(([name]) => name !== '').flat()
        expect(decodeParams(encodeParams(pairs.flat()))).toEqual(named)
      }),
    )
  })

  it('refuse to encode what is not latin1', () => {
    expect(() => encodeParams(['K', '\u0100'])).toThrow(TypeError)
  })
})

describe('ParamsDecoder', () => {
  it('gives the same pairs however the stream is cut (FCGI-20)', () => {
    fc.assert(
      fc.property(somePairs, fc.array(fc.nat()), (pairs, cuts) => {
        const bytes = encodeParams(pairs.flat())
        const expected = decodeParams(bytes)
        expect(decode(cut(bytes, cuts))).toEqual(expected)
        expect(decode(byteByByte(bytes))).toEqual(expected)
      }),
    )
  })

  it('gives one outcome for any bytes, however they are cut, and throws nothing but WireError', () => {
    const hostile = fc.array(
      fc.oneof(fc.uint8Array({ maxLength: 20 }), fc.constantFrom(Uint8Array.of(255, 255, 255, 255), Uint8Array.of(1, 1, 75, 86))),
    )
    fc.assert(
      fc.property(hostile, fc.array(fc.nat()), fc.nat(200), fc.nat(10), (parts, cuts, maxBytes, maxPairs) => {
        const bytes = Buffer.concat(parts)
        const expected = decode([bytes], { maxBytes, maxPairs })
        expect(decode(cut(bytes, cuts), { maxBytes, maxPairs })).toEqual(expected)
        expect(decode(byteByByte(bytes), { maxBytes, maxPairs })).toEqual(expected)
      }),
    )
  })

  it('does not keep the segments it was given', () => {
    const decoder = new ParamsDecoder()
    const first = Buffer.from([1, 1, 75, 118, 1, 2, 76])
    decoder.push(first)
    first.fill(0)
    decoder.push(Buffer.from([119, 119]))
    expect(decoder.end()).toEqual(['K', 'v', 'L', 'ww'])
  })

  test.each([
    ['a name', [255, 255, 255, 255, 0]],
    ['a value', [1, 255, 255, 255, 255]],
    ['both, whose sum overflows 32 bits', [255, 255, 255, 255, 255, 255, 255, 255]],
  ])('refuses 0xFFFFFFFF as the length of %s before it allocates (FCGI-22, CVE-2025-23016)', (_, bytes) => {
    const decoder = new ParamsDecoder()
    expect(() => decoder.push(Uint8Array.from(bytes))).toThrow(expect.objectContaining({ code: 'ERR_PARAMS_TOO_LARGE', status: 431 }))
    expect(decoder.bufferedBytes).toBe(0)
    expect(decode(byteByByte(Uint8Array.from(bytes)))).toBe('ERR_PARAMS_TOO_LARGE')
  })

  it('takes 31 bits of a length (FCGI-21)', () => {
    const decoder = new ParamsDecoder({ maxBytes: 2 ** 32 })
    decoder.push(Uint8Array.of(255, 255, 255, 255, 1))
    expect(decoder.bufferedBytes).toBe(5)
    expect(() => decoder.end()).toThrow(`expected ${5 + 0x7fffffff + 1} bytes`)
  })

  it('limits the bytes, received or declared (FCGI-22)', () => {
    const bytes = encodeParams(['A', 'b', 'C', 'd'])
    expect(decode([bytes], { maxBytes: 8 })).toEqual(['A', 'b', 'C', 'd'])
    expect(decode([bytes], { maxBytes: 7 })).toBe('ERR_PARAMS_TOO_LARGE')
    expect(decode([bytes.subarray(0, 6)], { maxBytes: 7 })).toBe('ERR_PARAMS_TOO_LARGE')
    expect(decode([bytes.subarray(0, 4), bytes.subarray(4, 6)], { maxBytes: 7 })).toBe('ERR_PARAMS_TOO_LARGE')
    expect(() => decodeParams(bytes, { maxBytes: 7 })).toThrow('wire: 8 bytes of params, expected at most 7')
  })

  it('takes 128 KiB unless told otherwise', () => {
    const fits = encodeParams(['K', 'v'.repeat(131_072 - 6)])
    expect(decodeParams(fits)[1]?.length).toBe(131_072 - 6)
    expect(decode([encodeParams(['K', 'v'.repeat(131_072 - 5)])])).toBe('ERR_PARAMS_TOO_LARGE')
  })

  it('limits the pairs, those without a name included (FCGI-22)', () => {
    expect(decode([new Uint8Array(6)], { maxPairs: 3 })).toEqual([])
    expect(decode([new Uint8Array(8)], { maxPairs: 3 })).toBe('ERR_PARAMS_TOO_LARGE')
    expect(decode([new Uint8Array(2000)])).toEqual([])
    expect(decode([new Uint8Array(2002)])).toBe('ERR_PARAMS_TOO_LARGE')
  })

  test.each([
    ['lengths', [3], 'params end after 1 bytes of a pair, expected its lengths (FastCGI §3.4)'],
    ['a long length', [3, 128, 0], 'params end after 3 bytes of a pair, expected its lengths (FastCGI §3.4)'],
    ['a name', [3, 1, 75], 'params end after 3 bytes of a pair, expected 6 bytes (FastCGI §3.4)'],
  ])('refuses a stream that ends inside %s', (_, bytes, message) => {
    expect(() => decodeParams(Uint8Array.from(bytes))).toThrow(`wire: ${message}`)
    expect(() => decodeParams(Uint8Array.from(bytes))).toThrow(expect.objectContaining({ code: 'ERR_BAD_PARAMS', status: 400 }))
  })

  it('holds memory in proportion to what was received (FCGI-22)', () => {
    const decoder = new ParamsDecoder()
    const bytes = encodeParams(['K', 'v'.repeat(131_000)])
    const sizes = new Set<number>()
    for (let received = 1; received <= bytes.length; received++) {
      decoder.push(bytes.subarray(received - 1, received))
      if (decoder.bufferedBytes > 2 * received) throw new Error(`${decoder.bufferedBytes} bytes held for ${received}`)
      sizes.add(decoder.bufferedBytes)
    }
    expect(sizes.size).toBeLessThan(30)
    expect(decoder.bufferedBytes).toBe(0)
    expect(decoder.end()[1]?.length).toBe(131_000)
  })
})
