import fc from 'fast-check'
import { GatewayError } from './gateway-error.ts'
import { parseTarget } from './target.ts'

function thrownBy(operate: () => unknown): unknown {
  try {
    operate()
    return undefined
  } catch (error) {
    return error
  }
}

describe('parseTarget', () => {
  test.each<[string, string, string, string]>([
    ['the root', '/', '/', ''],
    ['path and query', '/a/b?c=d', '/a/b', 'c=d'],
    ['an empty query', '/a?', '/a', ''],
    ['a query with question marks', '/a?b?c', '/a', 'b?c'],
    ['%2F, which stays', '/a%2Fb%2f', '/a%2Fb%2f', ''],
    ['percent signs that encode nothing', '/%zz%?%zz%', '/%zz%', '%zz%'],
    ['HTTP-01: dot segments and a backslash', '/a/../b/%2e%2e/c\\d', '/c/d', ''],
    ['dot segments in capitals', '/a/b/.%2E/%2E/c', '/a/c', ''],
    ['dot segments above the root', '/../../a', '/a', ''],
    ['dots that are no segment', '/.a/..b/c./...', '/.a/..b/c./...', ''],
    ['HTTP-01: two slashes, never an authority', '//evil.test/a', '//evil.test/a', ''],
    ['slashes in a row', '///a//', '///a//', ''],
    ['HTTP-01: a fragment, which goes', '/a?b#c?d', '/a', 'b'],
    ['a fragment without a query', '/a#b?c', '/a', ''],
    ['raw bytes above 0x7F, as they are', '/\xe9?\xff', '/%E9', '%FF'],
    ['raw bytes that are UTF-8', '/\xc3\xa9', '/%C3%A9', ''],
    ['blanks and control characters', '/a b\t\r\n\0\x7f?c d\n', '/a%20b%09%0D%0A%00%7F', 'c%20d%0A'],
    ['what URL encodes in a path', '/"<>`{}', '/%22%3C%3E%60%7B%7D', ''],
    ['what URL encodes in a query', `/?"<>'`, '/', '%22%3C%3E%27'],
    ['what URL leaves in a query', '/?[]|{}`\\^~', '/', '[]|{}`\\^~'],
    ['what both leave', "/!$&'()*+,;=:@-._~?!$&()*+,;=:@-._~/", "/!$&'()*+,;=:@-._~", '!$&()*+,;=:@-._~/'],
  ])('takes %s', (_, target, path, query) => {
    expect(parseTarget('GET', target)).toEqual({ path, query })
  })

  test.each([
    ['GET', 'http://evil.test/p?q', { authority: 'evil.test', path: '/p', query: 'q' }],
    ['GET', 'HTTPS://[::1]:80/p', { authority: '[::1]:80', path: '/p', query: '' }],
    ['GET', 'http://a.test', { authority: 'a.test', path: '/', query: '' }],
    ['GET', 'http://a.test?q', { authority: 'a.test', path: '/', query: 'q' }],
    ['GET', 'http://a.test#f', { authority: 'a.test', path: '/', query: '' }],
    ['GET', 'http://a.test//b', { authority: 'a.test', path: '//b', query: '' }],
    ['GET', 'http://a.test/../b', { authority: 'a.test', path: '/b', query: '' }],
    ['CONNECT', 'a.test:443', { authority: 'a.test:443', path: '', query: '' }],
    ['OPTIONS', '*', { path: '/', query: '' }],
  ])('HTTP-01: takes %s %s', (method, target, parts) => {
    expect(parseTarget(method, target)).toEqual(parts)
  })

  test.each([
    ['GET', ''],
    ['GET', '*'],
    ['GET', 'a'],
    ['GET', '?q'],
    ['GET', '#f'],
    ['GET', 'a.test:443'],
    ['GET', 'ftp://a.test/'],
    ['GET', 'http:/a'],
    ['GET', 'http://'],
    ['GET', 'http:///a'],
    ['GET', 'http://u:p@a.test/'],
    ['GET', 'http://a b/'],
    ['GET', 'http://a.test\\@b/'],
    ['GET', 'http://a.test:99999/'],
    ['GET', 'http://a.test/\n'],
    ['GET', 'javascript:alert(1)'],
    ['CONNECT', 'a.test/'],
    ['CONNECT', ''],
    ['OPTIONS', '**'],
    ['options', '*'],
  ])('HTTP-01: refuses %s %j', (method, target) => {
    expect(() => parseTarget(method, target)).toThrow(GatewayError)
    expect(() => parseTarget(method, target)).toThrow(expect.objectContaining({ code: 'ERR_BAD_REQUEST', status: 400 }))
  })

  const printable = fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)) })
  const tricky = fc.string({ unit: fc.constantFrom('/', '.', '%2e', '%2E', '\\', '?', '#', 'a', '%', "'", ';', '|') })

  it('gives the path and the query that URL gives', () => {
    const property = fc.property(fc.oneof(printable, tricky), (rest) => {
      const { pathname, search } = new URL(`http://a/${rest}`)
      expect(parseTarget('GET', `/${rest}`)).toEqual({ path: pathname, query: search.slice(1) })
      expect(parseTarget('GET', `http://a.test/${rest}`)).toEqual({ authority: 'a.test', path: pathname, query: search.slice(1) })
    })
    expect(() => fc.assert(property, { numRuns: 2000 })).not.toThrow()
  })

  it('gives what it leaves as it is, of any bytes', () => {
    const bytes = fc.string({ unit: fc.integer({ min: 0, max: 0xff }).map((code) => String.fromCharCode(code)) })
    const property = fc.property(bytes, (rest) => {
      const { path, query } = parseTarget('GET', `/${rest}`)
      expect(`${path}?${query}`).toMatch(/^\/[!-~]*$/)
      expect(parseTarget('GET', `${path}?${query}`)).toEqual({ path, query })
    })
    expect(() => fc.assert(property, { numRuns: 1000 })).not.toThrow()
  })

  it('throws nothing but GatewayError, whatever the text', () => {
    const property = fc.property(fc.constantFrom('GET', 'CONNECT', 'OPTIONS'), fc.string({ unit: 'binary' }), (method, target) => {
      const thrown = thrownBy(() => parseTarget(method, target))
      expect(thrown === undefined || thrown instanceof GatewayError).toBe(true)
    })
    expect(() => fc.assert(property, { numRuns: 1000 })).not.toThrow()
  })

  test.each([
    ['slashes', '/'.repeat(1e6)],
    ['slashes, then a quote', `${'/'.repeat(1e6)}"`],
    ['a long segment, then a quote', `/${'a'.repeat(1e6)}"`],
    ['dot segments', '/..'.repeat(3e5)],
    ['almost dot segments', '/%2'.repeat(3e5)],
    ['question marks', `/${'?'.repeat(1e6)}"`],
    ['hashes', `/${'#'.repeat(1e6)}`],
    ['an authority without end', `http://${'a'.repeat(1e6)}`],
    ['colons for a port', `http://${':'.repeat(1e6)}`],
    ['brackets', `http://${'['.repeat(1e6)}`],
  ])('takes linear time for a megabyte of %s: anything else would take minutes', (_, target) => {
    const thrown = thrownBy(() => parseTarget('GET', target))
    expect(thrown === undefined || thrown instanceof GatewayError).toBe(true)
  })
})
