import { acceptedCodings } from './accept-encoding.ts'

describe('acceptedCodings', () => {
  test.each([
    [null, []],
    ['', []],
    ['identity', []],
    ['gzip', ['gzip']],
    ['gzip, br, zstd', ['br', 'zstd', 'gzip']],
    ['GZIP;Q=0.5, br;q=0.4', ['gzip', 'br']],
    ['gzip;q=0', []],
    ['gzip;q=0, *', ['br', 'zstd']],
    ['*;q=0', []],
    ['x-gzip', ['gzip']],
    ['br;q=0.001, gzip;q=0.999', ['gzip', 'br']],
    ['identity;q=0.5, gzip;q=0.4, br;q=0.5', ['br']],
    ['gzip;q=2, br', ['br']],
    ['gzip;x=1;q=0.5', ['gzip']],
    ['sdch, deflate', []],
    [',,;;q=1, ,gzip', ['gzip']],
    ['gzip;q=0, gzip', []],
  ])('%j', (field, expected) => {
    expect(acceptedCodings(field, ['br', 'zstd', 'gzip'])).toEqual(expected)
  })

  it('takes no longer than the field is', () => {
    const started = performance.now()
    acceptedCodings('gzip;'.repeat(100_000), ['gzip'])
    acceptedCodings(' ,'.repeat(100_000), ['gzip'])
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
