import { lists, suffixed, weakened, withUnsuffixed } from './etag.ts'

describe('weakened', () => {
  it.each([
    ['"x"', 'W/"x"'],
    ['W/"x"', 'W/"x"'],
  ])('C2: makes of %s %s', (tag, weak) => {
    expect(weakened(tag)).toBe(weak)
  })
})

describe('suffixed', () => {
  it.each([
    ['"x"', '"x-br"'],
    ['W/"x"', 'W/"x-br"'],
    ['""', '"-br"'],
    ['no tag', 'no tag'],
  ])('C2: makes of %s %s', (tag, own) => {
    expect(suffixed(tag, 'br')).toBe(own)
  })
})

describe('withUnsuffixed', () => {
  it.each([
    ['*', '*'],
    ['"x"', '"x"'],
    ['"x-gzip"', '"x-gzip", "x"'],
    ['W/"x-zstd"', 'W/"x-zstd", W/"x"'],
    ['"a", "b-br", W/"c-dcz"', '"a", "b-br", "b", W/"c-dcz", W/"c"'],
    ['"a,b-gzip"', '"a,b-gzip", "a,b"'],
    ['"x-gzip" ,"y"', '"x-gzip", "x" ,"y"'],
    ['"x-lzma"', '"x-lzma"'],
    ['"x-gzip', '"x-gzip'],
  ])('C2: makes of %s %s', (list, bare) => {
    expect(withUnsuffixed(list)).toBe(bare)
  })

  it('takes linear time', () => {
    const started = performance.now()
    withUnsuffixed('"'.repeat(100_001))
    withUnsuffixed(`"${'-gzip'.repeat(20_000)}`)
    withUnsuffixed(`${'W/'.repeat(50_000)}"a-gzip"`)
    expect(performance.now() - started).toBeLessThan(1000)
  })
})

describe('lists', () => {
  it.each([
    ['"a", "b"', '"b"', true],
    ['"a, b"', '"b"', false],
    ['W/"a"', '"a"', false],
    ['W/"a"', 'W/"a"', true],
    ['*', '"a"', false],
  ])('asks whether %s has %s: %s', (list, tag, found) => {
    expect(lists(list, tag)).toBe(found)
  })
})
