import { headOf, lengthOf } from './head.ts'
import { empty, text } from './replies.ts'
import { bodyOf } from './response.ts'

const fieldsOf = (response: Response, method = 'GET') => headOf(response, lengthOf(bodyOf(response)), method).fields

describe('headOf', () => {
  it('drops what belongs to one connection (RFC 9110 §7.6.1)', () => {
    const names = ['Connection', 'Keep-Alive', 'Proxy-Connection', 'TE', 'Trailer', 'Transfer-Encoding', 'Upgrade']
    for (const name of names) {
      expect(fieldsOf(empty({ headers: { a: '1', [name]: 'x', b: '2' } }))).toEqual(['a', '1', 'b', '2'])
      expect(fieldsOf(new Response(null, { status: 204, headers: { a: '1', [name]: 'x', b: '2' } }))).toEqual(['a', '1', 'b', '2'])
    }
  })

  it('drops what the Connection field names', () => {
    const headers: [string, string][] = [
      ['Connection', 'close, X-A'],
      ['x-a', '1'],
      ['connection', ' x-B ,,'],
      ['x-b', '2'],
      ['x-c', '3'],
    ]
    expect(fieldsOf(empty({ headers }))).toEqual(['x-c', '3'])
  })

  it('keeps each Set-Cookie on its own, and latin1 as it is', () => {
    const headers: [string, string][] = [
      ['set-cookie', 'a=1, x'],
      ['Set-Cookie', 'b=2'],
      ['x', 'é'],
    ]
    expect(fieldsOf(empty({ headers }))).toEqual(['set-cookie', 'a=1, x', 'set-cookie', 'b=2', 'x', 'é'])
    expect(fieldsOf(new Response(null, { status: 204, headers }))).toEqual(['x', 'é', 'set-cookie', 'a=1, x', 'set-cookie', 'b=2'])
  })

  test.each(['', '-1', '+5', '5,5', '0x5', '5.0', 'five', '1'.repeat(16)])('refuses a content-length of %j', (length) => {
    expect(() => fieldsOf(text('x', { headers: { 'content-length': length } }))).toThrow(TypeError)
  })

  it('refuses two of them, also when they agree', () => {
    const headers: [string, string][] = [
      ['content-length', '1'],
      ['Content-Length', '1'],
    ]
    expect(() => fieldsOf(text('x', { headers }))).toThrow(TypeError)
  })

  it('refuses what foreign responses hold and a wire must not', () => {
    const foreign = (init: object) => ({ status: 200, statusText: '', body: null, headers: new Headers(), ...init }) as unknown as Response
    const headers = (name: string, value: string) => Object.assign(new Map([[name, value]]), { getSetCookie: () => [] })
    expect(() => fieldsOf(foreign({ headers: headers('a', 'b\r\nset-cookie: c') }))).toThrow(TypeError)
    expect(() => fieldsOf(foreign({ headers: headers('a: b\r\nc', 'd') }))).toThrow(TypeError)
    expect(() => fieldsOf(foreign({ headers: headers('a', '\0') }))).toThrow(TypeError)
    expect(() => fieldsOf(foreign({ headers: headers('a', '☃') }))).toThrow(TypeError)
    expect(() => fieldsOf(foreign({ statusText: 'OK\r\na: b' }))).toThrow(TypeError)
    expect(fieldsOf(foreign({ headers: headers('A', 'b') }))).toEqual(['a', 'b', 'content-length', '0'])
  })

  it('takes linear time', () => {
    const headers = { connection: ' ,'.repeat(500_000), 'x-a': '1' }
    expect(fieldsOf(empty({ headers }))).toEqual(['x-a', '1'])
  })
})
