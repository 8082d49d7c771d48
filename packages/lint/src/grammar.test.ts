import { isAddress, isIn, isTokenList } from './grammar.ts'

describe('isIn', () => {
  test.each([
    ['token', "!#$%&'*+-.^_`|~09azAZ", true],
    ['token', '', false],
    ['token', 'a/b', false],
    ['token', 'é', false],
    ['fieldValue', '', true],
    ['fieldValue', 'a\tb \xff', true],
    ['fieldValue', 'a\0b', false],
    ['fieldValue', 'a\x7fb', false],
    ['fieldValue', 'a\t', false],
    ['fieldValue', 'Ā', false],
    ['date', 'Sun, 06 Nov 1994 08:49:37 GMT', true],
    ['date', 'Sun, 06 Nov 1994 08:49:60 GMT', true],
    ['date', 'Sun, 6 Nov 1994 08:49:37 GMT', false],
    ['date', 'Sun Nov  6 08:49:37 1994', false],
    ['date', 'Sun, 06 Nov 1994 08:49:37 UTC', false],
    ['entityTag', '""', true],
    ['entityTag', 'W/"a!\xff"', true],
    ['entityTag', '"a"b"', false],
    ['entityTag', '"a b"', false],
    ['mediaType', 'text/html', true],
    ['mediaType', 'text/html ; charset=utf-8;a="b;c\\"d";', true],
    ['mediaType', 'text/html; charset', false],
    ['mediaType', 'text/html, text/plain', false],
    ['mediaType', '/', false],
    ['cookie', 'a=b', true],
    ['cookie', 'a="b"; Path=/; Secure', true],
    ['cookie', 'a=b,c', false],
    ['cookie', 'a b=c', false],
    ['cookie', 'a=b; ', false],
    ['joinedCookies', 'a=b, c=d', true],
    ['joinedCookies', 'a=b; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Path=/', false],
  ] as const)('%s: %j is %s', (name, text, isOne) => {
    expect(isIn(name, text)).toBe(isOne)
  })

  it('takes nothing but text', () => {
    expect(isIn('token', 5)).toBe(false)
  })

  it.each([
    ['mediaType', `a/b${' ;'.repeat(50_000)}!`],
    ['cookie', `a=${'b'.repeat(50_000)}; ${'; '.repeat(50_000)}`],
    ['fieldValue', `${' a'.repeat(50_000)} `],
  ] as const)('refuses a long %s in no time', (name, text) => {
    const started = performance.now()
    expect(isIn(name, text)).toBe(false)
    expect(performance.now() - started).toBeLessThan(500)
  })
})

describe('isTokenList', () => {
  test.each([
    ['a', true],
    [' a ,, b,', true],
    ['*', true],
    ['', false],
    [',', false],
    ['a b', false],
    ['a;q=1', false],
  ])('%j is %s', (text, isOne) => {
    expect(isTokenList(text)).toBe(isOne)
  })
})

describe('isAddress', () => {
  test.each([
    ['0.0.0.0', true],
    ['255.255.255.255', true],
    ['1.2.3', false],
    ['1.2.3.4.', false],
    ['01.2.3.4', true],
    ['::', true],
    ['2001:db8::1', true],
    ['::ffff:1.2.3.4', true],
    ['fe80::1%eth0.1', true],
    ['::1%', false],
    ['[::1]', false],
    ['1:2:3', false],
    ['::1/64', false],
    ['localhost', false],
    ['', false],
    [undefined, false],
  ])('%j is %s', (text, isOne) => {
    expect(isAddress(text)).toBe(isOne)
  })
})
