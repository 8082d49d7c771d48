import { encodeCgiHead, encodeNphHead } from './cgi-head.ts'

const head = { status: 200, statusText: 'OK', fields: ['content-type', 'text/plain'] }

describe('encodeCgiHead', () => {
  it('puts Status first (CGI-20)', () => {
    expect(encodeCgiHead(head)).toBe('Status: 200 OK\r\ncontent-type: text/plain\r\n\r\n')
    expect(encodeCgiHead({ ...head, fields: ['x', 'location'] })).toBe('Status: 200 OK\r\nx: location\r\n\r\n')
  })

  test.each(['location', 'Location'])('puts Status after a %s, which HAProxy takes for a 302', (name) => {
    expect(encodeCgiHead({ status: 303, statusText: 'See Other', fields: [name, '/x', 'content-length', '0'] })).toBe(
      `${name}: /x\r\ncontent-length: 0\r\nStatus: 303 See Other\r\n\r\n`,
    )
  })

  it('is never empty, and always has a reason (CGI-20)', () => {
    expect(encodeCgiHead({ status: 299, statusText: '', fields: [] })).toBe('Status: 299 Unknown\r\n\r\n')
  })

  it('keeps each Set-Cookie on its own line (CGI-22)', () => {
    const fields = ['set-cookie', 'a=1', 'set-cookie', 'b=2']
    expect(encodeCgiHead({ ...head, fields })).toBe('Status: 200 OK\r\nset-cookie: a=1\r\nset-cookie: b=2\r\n\r\n')
  })

  test.each([99, 600, 200.5, Number.NaN])('refuses the status %d', (status) => {
    expect(() => encodeCgiHead({ ...head, status })).toThrow(TypeError)
  })

  test.each(['a\r\nb', 'a\nb', 'a\rb', 'a\0b', '\u0100'])('refuses %j as reason and as value (CGI-21)', (text) => {
    expect(() => encodeCgiHead({ ...head, statusText: text })).toThrow(TypeError)
    expect(() => encodeCgiHead({ ...head, fields: ['x', text] })).toThrow(TypeError)
    expect(() => encodeNphHead({ ...head, fields: ['x', text] })).toThrow(TypeError)
  })

  test.each(['', 'a b', 'a:', 'a\r\nb', 'é', ' a', 'status', 'Status'])('refuses %j as a name (CGI-21, CGI-23)', (name) => {
    expect(() => encodeCgiHead({ ...head, fields: [name, 'x'] })).toThrow(TypeError)
  })
})

describe('encodeNphHead', () => {
  it('begins with an HTTP status line (CGI-30)', () => {
    expect(encodeNphHead(head)).toBe('HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n')
  })
})
