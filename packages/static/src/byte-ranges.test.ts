import { parseRanges } from './byte-ranges.ts'

const one = (start: number, end: number) => ({ start, end })

describe('parseRanges', () => {
  test.each([
    ['bytes=0-9,500-599', [one(0, 10), one(500, 600)]],
    ['bytes=500-599,0-9', [one(500, 600), one(0, 10)]],
    ['bytes=0-0,-1', [one(0, 1), one(999, 1000)]],
    ['bytes=-500,0-9', [one(500, 1000), one(0, 10)]],
    ['bytes=900-,0-9', [one(900, 1000), one(0, 10)]],
    ['BYTES=0-9 , 500-599', [one(0, 10), one(500, 600)]],
    ['bytes=,0-9,,500-599,', [one(0, 10), one(500, 600)]],
    ['bytes=0-9,10-19', [one(0, 20)]],
    ['bytes=0-9,50-59', [one(0, 60)]],
    ['bytes=0-500,100-200', [one(0, 501)]],
    ['bytes=0-,0-,0-', [one(0, 1000)]],
    ['bytes=500-599,0-9,550-700', [one(500, 701), one(0, 10)]],
    ['bytes=0-9,5000-', [one(0, 10)]],
    ['bytes=-0,0-9', [one(0, 10)]],
    [`bytes=0-9,500-${'9'.repeat(400)}`, [one(0, 10), one(500, 1000)]],
    ['bytes=2000-,3000-', 'unsatisfiable'],
    [`bytes=-0,${'9'.repeat(400)}-`, 'unsatisfiable'],
    ['bytes=0-9,9-0', undefined],
    ['bytes=0-9,x', undefined],
    ['bytes=0-9,1-2-3', undefined],
    ['bytes=0-9,-', undefined],
    ['bytes=0-9,+5-6', undefined],
    ['bytes=,', undefined],
    ['bytes 0-9,20-29', undefined],
    ['items=0-9,20-29', undefined],
    [`bytes=${'0-0,'.repeat(51)}`, undefined],
  ])('%s', (field, expected) => {
    expect(parseRanges(field, 1000)).toEqual(expected)
  })

  it('ignores ranges of nothing, which could not be named', () => {
    expect(parseRanges('bytes=0-0,1-1', 0)).toBeUndefined()
  })

  it('takes no longer than the field is', () => {
    const started = performance.now()
    parseRanges(`bytes=${'0-0,'.repeat(100_000)}`, 1000)
    parseRanges(`bytes=${' '.repeat(200_000)},`, 1000)
    parseRanges(`bytes=${'1'.repeat(200_000)}x,`, 1000)
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
