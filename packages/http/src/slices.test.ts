import { largestWrite, slicesOf } from './slices.ts'

describe('slicesOf', () => {
  it('cuts bytes', () => {
    const lengths = [...slicesOf(new Uint8Array(largestWrite * 2 + 1))].map(({ length }) => length)
    expect(lengths).toEqual([largestWrite, largestWrite, 1])
  })

  it('cuts a text between characters', () => {
    const text = `${'x'.repeat(largestWrite - 1)}😀${'y'.repeat(largestWrite)}😀`
    const slices = [...slicesOf(text)]
    expect(slices.map(String).join('')).toBe(text)
    expect(slices.map((slice) => Buffer.from(slice).toString()).join('')).toBe(text)
  })

  it('gives nothing of nothing', () => {
    expect([...slicesOf('')]).toEqual([])
  })
})
