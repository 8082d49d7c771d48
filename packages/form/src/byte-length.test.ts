import fc from 'fast-check'
import { byteLength } from './byte-length.ts'

describe('byteLength', () => {
  it('is that of UTF-8', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => expect(byteLength(text)).toBe(Buffer.byteLength(text))))
    expect(['', 'a', 'ä', '€', '😀'].map(byteLength)).toEqual([0, 1, 2, 3, 4])
  })
})
