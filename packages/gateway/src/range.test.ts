import { parseRange } from './range.ts'

describe('parseRange', () => {
  test.each([
    ['the first byte', 'bytes=0-0', 10, { start: 0, end: 1 }],
    ['a part', 'bytes=2-4', 10, { start: 2, end: 5 }],
    ['the last byte', 'bytes=9-9', 10, { start: 9, end: 10 }],
    ['an open end', 'bytes=2-', 10, { start: 2, end: 10 }],
    ['everything', 'bytes=0-', 10, { start: 0, end: 10 }],
    ['an end beyond the size', 'bytes=2-99', 10, { start: 2, end: 10 }],
    ['an end that is no safe integer', 'bytes=2-99999999999999999999999', 10, { start: 2, end: 10 }],
    ['the last bytes', 'bytes=-3', 10, { start: 7, end: 10 }],
    ['more last bytes than there are', 'bytes=-99', 10, { start: 0, end: 10 }],
    ['other case and blanks', 'Bytes= 1-2 ', 10, { start: 1, end: 3 }],
    ['a start at the size', 'bytes=10-', 10, 'unsatisfiable'],
    ['a start beyond the size', 'bytes=11-12', 10, 'unsatisfiable'],
    ['a start that is no safe integer', 'bytes=99999999999999999999999-', 10, 'unsatisfiable'],
    ['no last bytes', 'bytes=-0', 10, 'unsatisfiable'],
    ['an end before the start', 'bytes=4-2', 10, undefined],
    ['nothing', 'bytes=-', 10, undefined],
    ['several', 'bytes=0-1,3-4', 10, undefined],
    ['another unit', 'lines=0-1', 10, undefined],
    ['no unit', '0-1', 10, undefined],
    ['signs', 'bytes=+1-2', 10, undefined],
    ['hexadecimal', 'bytes=0x1-2', 10, undefined],
    ['a blank inside', 'bytes=1 -2', 10, undefined],
    ['an empty text', '', 10, undefined],
    ['any part of nothing, which is sent whole', 'bytes=0-', 0, undefined],
    ['the last bytes of nothing', 'bytes=-5', 0, undefined],
  ])('%s: %s of %i', (_, field, size, range) => {
    expect(parseRange(field, size)).toEqual(range)
  })

  it('takes linear time', () => {
    expect(parseRange(`bytes=${' '.repeat(1e6)}x`, 10)).toBeUndefined()
    expect(parseRange(`bytes=1-2${' '.repeat(1e6)}x`, 10)).toBeUndefined()
    expect(parseRange(`bytes=${'1'.repeat(1e6)}x`, 10)).toBeUndefined()
  })
})
