import fc from 'fast-check'
import { CgiHeadParser, type CgiHead, type CgiHeadLimits } from './cgi-head-parser.ts'
import { encodeCgiHead, encodeNphHead } from './cgi-head.ts'
import { WireError } from './wire-error.ts'

// A line feed in memory that was not written must not count.
const { allocUnsafe } = Buffer
beforeAll(() => {
  Buffer.allocUnsafe = (length) => Buffer.alloc(length, '\n')
})
afterAll(() => {
  Buffer.allocUnsafe = allocUnsafe
})

const latin1 = (text: string) => Buffer.from(text, 'latin1')
const byteByByte = (bytes: Uint8Array) => Array.from(bytes, (byte) => Uint8Array.of(byte))

function cut(bytes: Uint8Array, cuts: number[]): Uint8Array[] {
  const ends = [...cuts.map((at) => at % (bytes.length + 1)), bytes.length].sort((left, right) => left - right)
  return ends.map((end, index) => bytes.slice(ends[index - 1] ?? 0, end))
}

/** The head and all that follows it, or the code of the error. */
function parse(segments: Uint8Array[], limits?: CgiHeadLimits): (Omit<CgiHead, 'rest'> & { body: string }) | string {
  const parser = new CgiHeadParser(limits)
  try {
    for (const [index, segment] of segments.entries()) {
      const head = parser.push(segment)
      if (head === null) continue
      const { rest, ...others } = head
      return { ...others, body: Buffer.concat([rest, ...segments.slice(index + 1)]).toString('latin1') }
    }
    return parser.end()
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    return error.code
  }
}

const parseText = (text: string, limits?: CgiHeadLimits) => parse([latin1(text)], limits)

describe('encodeCgiHead and CgiHeadParser', () => {
  test.each<[string, string, number, string, string[]]>([
    ['a status', 'Status: 404 Not Found\r\n\r\n', 404, 'Not Found', []],
    ['a field', 'Status: 200 OK\r\ncontent-type: text/html\r\n\r\n', 200, 'OK', ['content-type', 'text/html']],
    ['a client redirect', 'location: /x\r\nStatus: 302 Found\r\n\r\n', 302, 'Found', ['location', '/x']],
    ['cookies', 'Status: 200 OK\r\nset-cookie: a=1\r\nset-cookie: b\r\n\r\n', 200, 'OK', ['set-cookie', 'a=1', 'set-cookie', 'b']],
    ['latin1', 'Status: 200 \xc9\r\nx: \xe9\xff\r\n\r\n', 200, '\xc9', ['x', '\xe9\xff']],
    ['an empty value', 'Status: 200 OK\r\nx: \r\n\r\n', 200, 'OK', ['x', '']],
    ['an interim response', 'Status: 103 Early Hints\r\nlink: </a>\r\n\r\n', 103, 'Early Hints', ['link', '</a>']],
  ])('encode and decode %s (CGI-20, CGI-22)', (_, text, status, statusText, fields) => {
    const head = { status, statusText, fields }
    expect(encodeCgiHead(head)).toBe(text)
    expect(parseText(`${text}body`)).toEqual({ ...head, nonParsed: false, localRedirect: null, body: 'body' })
    expect(encodeNphHead(head)).toBe(`HTTP/1.1 ${status} ${statusText}\r\n${text.replace(/Status: .*\r\n/, '')}`)
    expect(parseText(`${encodeNphHead(head)}body`)).toEqual({ ...head, nonParsed: true, localRedirect: null, body: 'body' })
  })
})

describe('CgiHeadParser', () => {
  test.each<[string, string, Partial<CgiHead>]>([
    ['no Status as 200', 'Content-Type: a\n\n', { status: 200, statusText: 'OK', fields: ['Content-Type', 'a'] }],
    ['an absolute Location without Status as 302', 'Location: http://a/\n\n', { status: 302, statusText: 'Found', localRedirect: null }],
    ['a path as a local redirect', 'Location: /a?b\n\n', { status: 302, localRedirect: '/a?b', fields: ['Location', '/a?b'] }],
    ['a path among other fields as a client redirect', 'Location: /a\nX: y\n\n', { status: 302, localRedirect: null }],
    [
      'a path with Status as a client redirect',
      'Location: /a\nStatus: 301 M\n\n',
      { status: 301, localRedirect: null, fields: ['Location', '/a'] },
    ],
    ['Status last, in any case', 'X: y\nSTATUS:  418\t Teapot \n\n', { status: 418, statusText: 'Teapot', fields: ['X', 'y'] }],
    ['Status without a reason', 'Status:204\n\n', { status: 204, statusText: '', fields: [] }],
    ['a status line without a reason', 'HTTP/1.0 200\n\n', { status: 200, statusText: '', nonParsed: true }],
    ['a status line with an empty reason', 'HTTP/1.1 200 \r\nA: b\r\n\r\n', { status: 200, statusText: '', fields: ['A', 'b'] }],
    ['mixed line ends', 'A: b\r\nC: d\n\r\n', { fields: ['A', 'b', 'C', 'd'] }],
    ['colons in a value', 'A: b:c\n\n', { fields: ['A', 'b:c'] }],
    ['space around a value', 'A:\t b c \t\n\n', { fields: ['A', 'b c'] }],
  ])('reads %s (CGI-40)', (_, text, expected) => {
    expect(parseText(text)).toMatchObject(expected)
    expect(parse(byteByByte(latin1(text)))).toMatchObject(expected)
  })

  test.each([
    ['an empty head', '\r\n\r\n'],
    ['an empty head, LF', '\nbody'],
    ['no colon', 'hello world\n\n'],
    ['space before the colon', 'A : b\n\n'],
    ['an empty name', ': b\n\n'],
    ['a folded line', 'A: b\n c\n\n'],
    ['a bare CR', 'A: b\rC: d\n\n'],
    ['two CR at a line end', 'A: b\r\r\n\n'],
    ['NUL', 'A: b\0\n\n'],
    ['a name beyond ASCII', '\xc9: b\n\n'],
    ['a status of two digits', 'Status: 20 OK\n\n'],
    ['a status of four digits', 'Status: 2000 OK\n\n'],
    ['a status beyond 599', 'Status: 999 No\n\n'],
    ['a status that is a word', 'Status: OK\n\n'],
    ['two statuses', 'Status: 200 OK\nstatus: 500 No\n\n'],
    ['two locations', 'Location: /a\nLocation: /b\n\n'],
    ['a status line of HTTP/2', 'HTTP/2 200\n\n'],
    ['NUL in a status line', 'HTTP/1.1 200 a\0\n\n'],
    ['a status line further down', 'A: b\nHTTP/1.1 200 OK\n\n'],
    ['the end before the empty line', 'A: b\nC'],
    ['the end before anything', ''],
  ])('refuses %s', (_, text) => {
    expect(parseText(text)).toBe('ERR_BAD_HEAD')
    expect(parse(byteByByte(latin1(text)))).toBe('ERR_BAD_HEAD')
  })

  it('says what it read and what it expected', () => {
    const parser = new CgiHeadParser()
    expect(() => parser.push(latin1('Warning in line 3\n\n'))).toThrow(
      'wire: the line "Warning in line 3", expected a name and a colon (RFC 3875 §6.3)',
    )
    expect(() => new CgiHeadParser().end()).toThrow(
      'wire: output ends after 0 bytes, expected an empty line after the fields (RFC 3875 §6.2)',
    )
  })

  it('refuses an empty head without waiting for more', () => {
    expect(() => new CgiHeadParser().push(latin1('\n'))).toThrow('wire: an empty head, expected at least one field (RFC 3875 §6.3)')
  })

  it('gives one outcome for any bytes, however they are cut, and throws nothing but WireError', () => {
    const part = fc.constantFrom(
      '\n',
      '\r\n',
      '\r',
      '\n\n',
      '\r\n\r\n',
      'Status: 200 OK',
      'Location: /a',
      'HTTP/1.1 200 OK',
      'A: b',
      ':',
      '\0',
      'é',
      ' ',
      'body',
    )
    fc.assert(
      fc.property(fc.array(part), fc.array(fc.nat()), fc.nat(80), (parts, cuts, maxBytes) => {
        const bytes = latin1(parts.join(''))
        const expected = parse([bytes], { maxBytes })
        expect(parse(cut(bytes, cuts), { maxBytes })).toEqual(expected)
        expect(parse(byteByByte(bytes), { maxBytes })).toEqual(expected)
      }),
      { numRuns: 1000 },
    )
  })

  it('limits the head and not what follows (CGI-40)', () => {
    expect(parseText(`A: b\n\n${'x'.repeat(100)}`, { maxBytes: 6 })).toMatchObject({ body: 'x'.repeat(100) })
    expect(parseText('A: bc\n\n', { maxBytes: 6 })).toBe('ERR_HEAD_TOO_LARGE')
    expect(parseText(`A: ${'b'.repeat(65_531)}\n\n`)).toMatchObject({ status: 200 })
    expect(parseText(`A: ${'b'.repeat(65_532)}\n\n`)).toBe('ERR_HEAD_TOO_LARGE')
  })

  it('leaves the body where it is', () => {
    const segment = latin1('A: b\n\nbody')
    const rest = new CgiHeadParser().push(segment)?.rest
    expect(rest?.buffer).toBe(segment.buffer)
    expect(String(rest)).toBe('body')
  })

  it('holds memory in proportion to what was received', () => {
    const parser = new CgiHeadParser()
    for (let received = 1; received <= 65_536; received++) {
      if (parser.push(Uint8Array.of(65)) !== null) throw new Error('a head before its end')
      if (parser.bufferedBytes > 2 * received) throw new Error(`${parser.bufferedBytes} bytes held for ${received}`)
    }
    expect(() => parser.push(Uint8Array.of(65))).toThrow(expect.objectContaining({ code: 'ERR_HEAD_TOO_LARGE', status: 502 }))
    expect(parser.bufferedBytes).toBe(65_536)
  })
})
