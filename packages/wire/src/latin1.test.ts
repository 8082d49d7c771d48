import { allocate } from './allocate.ts'
import { decodeLatin1, isLatin1, writeLatin1 } from './latin1.ts'
import { utf8Length, writeUtf8 } from './utf8.ts'

/** A module as it is where there is no Buffer. */
async function withoutBuffer(file: string): Promise<unknown> {
  const { Buffer } = globalThis
  Reflect.deleteProperty(globalThis, 'Buffer')
  try {
    return await import(new URL(`${file}?without-buffer`, import.meta.url).href)
  } finally {
    globalThis.Buffer = Buffer
  }
}

// Each is the same file as its static import, evaluated once more.
const plainLatin1 = (await withoutBuffer('./latin1.ts')) as typeof import('./latin1.ts')
const plainUtf8 = (await withoutBuffer('./utf8.ts')) as typeof import('./utf8.ts')
const plainAllocate = (await withoutBuffer('./allocate.ts')) as typeof import('./allocate.ts')

const everyByte = Uint8Array.from({ length: 10_000 }, (_, index) => index)
const everyCharacter = Array.from(everyByte, (byte) => String.fromCharCode(byte)).join('')

describe.each([
  ['with Buffer', { decodeLatin1, writeLatin1 }],
  ['without Buffer', plainLatin1],
])('latin1 %s', (_, latin1) => {
  it('maps bytes to the characters of the same number and back', () => {
    expect(latin1.decodeLatin1(everyByte, 0, everyByte.length)).toBe(everyCharacter)
    const bytes = new Uint8Array(everyByte.length + 2)
    latin1.writeLatin1(bytes, everyCharacter, 1)
    expect(Buffer.compare(bytes, Buffer.from([0, ...everyByte, 0]))).toBe(0)
  })

  it('decodes a part, also of a view', () => {
    const view = new Uint8Array(everyByte.buffer, 65, 26)
    expect(latin1.decodeLatin1(view, 1, 4)).toBe('BCD')
    expect(latin1.decodeLatin1(view, 3, 3)).toBe('')
  })
})

describe('isLatin1', () => {
  test.each([
    ['', true],
    ['\0a\xff', true],
    ['a\u0100', false],
    ['\uffff', false],
  ])('of %j is %s', (text, expected) => {
    expect(isLatin1(text)).toBe(expected)
  })
})

describe.each([
  ['with Buffer', { utf8Length, writeUtf8 }],
  ['without Buffer', plainUtf8],
])('utf8 %s', (_, utf8) => {
  test.each(['', 'plain', 'é€😀', 'half \ud83d surrogate'])('writes as many bytes of %j as it counts', (text) => {
    const expected = [...new TextEncoder().encode(text)]
    expect(utf8.utf8Length(text)).toBe(expected.length)
    const bytes = new Uint8Array(expected.length + 1)
    utf8.writeUtf8(bytes, text, 1)
    expect([...bytes]).toEqual([0, ...expected])
  })
})

describe.each([
  ['with Buffer', allocate],
  ['without Buffer', plainAllocate.allocate],
])('allocate %s', (_, allocateBytes) => {
  it('returns bytes of this length', () => {
    expect([0, 1, 100_000].map((length) => allocateBytes(length).length)).toEqual([0, 1, 100_000])
    expect(allocateBytes(1)).toBeInstanceOf(Uint8Array)
  })
})
