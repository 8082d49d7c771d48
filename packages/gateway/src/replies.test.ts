import { pathToFileURL } from 'node:url'
import { isFile } from './body-source.ts'
import { empty, file, json, redirect, stream, text } from './replies.ts'
import { bodyOf } from './response.ts'

describe('text', () => {
  it('is plain text in UTF-8', async () => {
    const response = text('é', { status: 404, headers: { a: 'b' } })
    expect([response.status, response.headers.get('content-type'), response.headers.get('a')]).toEqual([
      404,
      'text/plain; charset=utf-8',
      'b',
    ])
    expect(await response.bytes()).toEqual(Uint8Array.of(0xc3, 0xa9))
  })

  it('keeps a content type that is given', () => {
    expect(text('a,b', { headers: { 'Content-Type': 'text/csv' } }).headers.get('content-type')).toBe('text/csv')
  })

  it('turns anything into text', () => {
    expect(bodyOf(text(5 as unknown as string))).toBe('5')
  })

  it('shares no fields between replies', () => {
    const first = text('x')
    first.headers.set('a', 'b')
    expect([...text('x').headers]).toEqual([['content-type', 'text/plain; charset=utf-8']])
  })
})

describe('json', () => {
  test.each([[null], [0], [''], [false], [[1, { a: 'é' }]], [{ a: undefined }]])('writes %j', async (value) => {
    const response = json(value)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(await response.text()).toBe(JSON.stringify(value))
  })

  test.each([[undefined], [() => 1], [Symbol('x')], [1n]])('refuses what JSON has no words for: %p', (value) => {
    expect(() => json(value)).toThrow(TypeError)
  })

  it('refuses a cycle', () => {
    const cycle: { self?: unknown } = {}
    cycle.self = cycle
    expect(() => json(cycle)).toThrow(TypeError)
  })
})

describe('redirect', () => {
  test.each<[string | URL, string]>([
    ['/a?b=c#d', '/a?b=c#d'],
    ['//evil.test/', '//evil.test/'],
    ['http://a.test/%2F', 'http://a.test/%2F'],
    [new URL('http://ä.test/é'), 'http://xn--4ca.test/%C3%A9'],
    ['/é☃', '/%C3%A9%E2%98%83'],
    ['/a b', '/a%20b'],
    ['/a"<b>\\c^{|}`', '/a%22%3Cb%3E%5Cc%5E%7B%7C%7D%60'],
    ['/a\r\nset-cookie: x=1', '/a%0D%0Aset-cookie:%20x=1'],
    ['/a\0\x7f', '/a%00%7F'],
    ['/lone\ud800surrogate', '/lone%EF%BF%BDsurrogate'],
    ['\t/a\n', '%09/a%0A'],
  ])('to %j says location %j', (location, field) => {
    expect(redirect(location).headers.get('location')).toBe(field)
  })

  test.each([301, 302, 303, 307, 308])('takes status %i', (status) => {
    expect(redirect('/', status).status).toBe(status)
    expect(redirect('/', { status, headers: { a: 'b' } }).headers.get('a')).toBe('b')
  })

  test.each([200, 300, 304, 305, 400])('refuses status %i', (status) => {
    expect(() => redirect('/', status)).toThrow(RangeError)
  })

  it('is 302 and has no body', () => {
    expect([redirect('/').status, redirect('/', { headers: {} }).status, bodyOf(redirect('/'))]).toEqual([302, 302, null])
  })
})

describe('empty', () => {
  it('is 204, unless told otherwise', () => {
    expect([empty().status, empty(200).status, empty({ status: 404 }).status, empty({ headers: { a: 'b' } }).status]).toEqual([
      204, 200, 404, 204,
    ])
    expect(bodyOf(empty())).toBeNull()
  })
})

describe('stream', () => {
  it('has no type of its own', () => {
    expect([...stream(ReadableStream.from([])).headers]).toEqual([])
  })
})

describe('file', () => {
  it('has the type of its name', () => {
    expect(file('/a/b.html').headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(file('/a/b.html', { headers: { 'content-type': 'text/plain' } }).headers.get('content-type')).toBe('text/plain')
  })

  test.each(['/a b/ü%2F.txt', '/a/..b.txt'])('takes a file URL for %s', (path) => {
    const source = bodyOf(file(pathToFileURL(path)))
    expect(isFile(source) && source.path).toBe(path)
  })

  test.each(['http://a.test/b.txt', 'file:///a%2Fb.txt'])('refuses %s, as node:fs does', (url) => {
    expect(() => file(new URL(url))).toThrow(TypeError)
  })
})
