import fc from 'fast-check'
import { isAuthority } from './authority.ts'

describe('isAuthority', () => {
  test.each([
    'a',
    'a.test',
    'A.Test:80',
    'a.test:',
    'a.test:65535',
    '127.0.0.1',
    '127.0.0.1:8080',
    '[::1]',
    '[::1]:80',
    '[::ffff:1.2.3.4]',
    'a_b.test',
    'xn--4ca.test',
    'a.test.',
    'localhost:00080',
  ])('HTTP-02: takes %s', (text) => expect(isAuthority(text)).toBe(true))

  test.each([
    '',
    ' ',
    ':80',
    'a b',
    'a b/evil?',
    'u:p@evil',
    'u@evil',
    'a.test/',
    'a.test?q',
    'a.test#f',
    'a\\b',
    'a.test:x',
    'a.test:65536',
    'a.test:999999',
    'a.test:-1',
    'a.test:80:80',
    'a,b.test, c.test',
    '::1',
    '[::1',
    '[]',
    '[::1]a',
    '[v1.x]',
    '[fe80::1%25eth0]',
    '1.2.3.4.5',
    '256.1.1.1',
    'é',
    'a%2eb',
    'a\r\nb',
    'a\0',
    'a^b',
    '<a>',
  ])('HTTP-02: refuses %j', (text) => {
    expect(isAuthority(text)).toBe(false)
  })

  it('says the same the second time', () => {
    for (const text of ['a.test', '', 'b test', 'a.test', '', 'b.test']) expect(isAuthority(text)).toBe(isAuthority(text))
    expect(isAuthority('')).toBe(false)
  })

  it('takes only what makes a URL with that host and nothing else', () => {
    const property = fc.property(
      fc.string({ unit: fc.constantFrom('a', '1', '.', ':', '@', '/', '\\', '[', ']', '%', '-', '_', ' ', '?', '#') }),
      (text) => {
        if (!isAuthority(text)) return
        const url = new URL(`http://${text}/p`)
        expect([url.username, url.password, url.pathname, url.search, url.hash]).toEqual(['', '', '/p', '', ''])
      },
    )
    expect(() => fc.assert(property, { numRuns: 2000 })).not.toThrow()
  })
})
