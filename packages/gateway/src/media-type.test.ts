import { mediaTypeOf } from './media-type.ts'

describe('mediaTypeOf', () => {
  test.each([
    ['a.html', 'text/html; charset=utf-8'],
    ['/a.b/c.PNG', 'image/png'],
    ['a.tar.gz', 'application/gzip'],
    ['.svg', 'image/svg+xml'],
    ['a', 'application/octet-stream'],
    ['a.', 'application/octet-stream'],
    ['a.html/b', 'application/octet-stream'],
    ['a.unknown', 'application/octet-stream'],
    ['a.constructor', 'application/octet-stream'],
    ['a.__proto__', 'application/octet-stream'],
    ['', 'application/octet-stream'],
  ])('%s is %s', (name, type) => expect(mediaTypeOf(name)).toBe(type))

  it('takes linear time', () => {
    expect(mediaTypeOf(`${'.'.repeat(1e6)}/`)).toBe('application/octet-stream')
    expect(mediaTypeOf(`.${'a'.repeat(1e6)}/`)).toBe('application/octet-stream')
  })
})
