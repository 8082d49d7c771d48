import fc from 'fast-check'
import { fieldsFromVariables, pairsFromVariables, variablesFromFields, variablesFromPairs } from './cgi-variables.ts'
import { isFieldValue, isToken } from './http-field.ts'

describe('fieldsFromVariables and variablesFromFields', () => {
  test.each<[string, string[], string[]]>([
    ['a usual field', ['HTTP_ACCEPT_ENCODING', 'gzip'], ['accept-encoding', 'gzip']],
    ['another field', ['HTTP_X_Y', 'z'], ['x-y', 'z']],
    ['a long name', ['HTTP_X__Y_1', ''], ['x--y-1', '']],
    ['content', ['CONTENT_TYPE', 'a/b', 'CONTENT_LENGTH', '5'], ['content-type', 'a/b', 'content-length', '5']],
    ['authorization', ['HTTP_AUTHORIZATION', 'Basic YQ=='], ['authorization', 'Basic YQ==']],
    ['fields that begin with content-', ['HTTP_CONTENT_ENCODING', 'gzip'], ['content-encoding', 'gzip']],
    ['latin1', ['HTTP_X', 'é'], ['x', 'é']],
  ])('translate %s (CGI-16)', (_, pairs, fields) => {
    expect(fieldsFromVariables(pairs)).toEqual(fields)
    expect(pairsFromVariables(variablesFromFields(fields))).toEqual(pairs)
  })

  it('return every field that can be a variable', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/).filter((text) => text !== 'proxy')
    const value = fc.string().filter((text) => text !== '' && text !== '-1' && isFieldValue(text) && !/^[\t ]|[\t ]$/.test(text))
    fc.assert(
      fc.property(fc.dictionary(name, value), (record) => {
        const back = fieldsFromVariables(pairsFromVariables(variablesFromFields(Object.entries(record).flat())))
        expect(Object.fromEntries(chunks(back))).toEqual({ ...record })
      }),
    )
  })
})

function chunks(pairs: string[]): [string, string][] {
  return pairs.flatMap((name, index) => (index % 2 === 0 ? [[name, pairs[index + 1] ?? ''] as [string, string]] : []))
}

describe('fieldsFromVariables', () => {
  test.each<[string, string[]]>([
    ['Proxy (CGI-07, httpoxy)', ['HTTP_PROXY', 'http://evil/']],
    ['HTTP_CONTENT_LENGTH (CGI-16)', ['HTTP_CONTENT_LENGTH', '5']],
    ['HTTP_CONTENT_TYPE (CGI-16)', ['HTTP_CONTENT_TYPE', 'a/b']],
    ['an empty CONTENT_LENGTH, as nginx sends it', ['CONTENT_LENGTH', '', 'CONTENT_TYPE', '']],
    ['the length -1, as lighttpd sends it', ['CONTENT_LENGTH', '-1']],
    ['an empty authorization', ['HTTP_AUTHORIZATION', '', 'REDIRECT_HTTP_AUTHORIZATION', '']],
    ['a name that is no token', ['HTTP_A B', 'x', 'HTTP_É', 'x', 'HTTP_A:', 'x', 'HTTP_', 'x']],
    ['a value that HTTP could not have carried', ['HTTP_X', 'a\r\nb', 'HTTP_ACCEPT', 'a\0', 'CONTENT_TYPE', 'a\nb']],
    ['other variables', ['REQUEST_METHOD', 'GET', 'HTTPS', 'on', 'SSL_CLIENT_CERT', 'a\nb', 'http_x', 'y', 'REDIRECT_HTTP_X', 'y']],
  ])('leaves out %s', (_, pairs) => {
    expect(fieldsFromVariables(pairs)).toEqual([])
  })

  it('takes the space around a value away, which nginx leaves at its end when it is a tab', () => {
    expect(fieldsFromVariables(['HTTP_X', '\t a  b\tc \t', 'HTTP_Y', ' \t'])).toEqual(['x', 'a  b\tc', 'y', ''])
  })

  it('passes on a malformed length, for the adapter to refuse (CGI-04)', () => {
    expect(fieldsFromVariables(['CONTENT_LENGTH', '5,5'])).toEqual(['content-length', '5,5'])
  })

  it('takes the authorization that Apache renamed, unless there is one (CGI-17)', () => {
    expect(fieldsFromVariables(['REDIRECT_HTTP_AUTHORIZATION', 'b'])).toEqual(['authorization', 'b'])
    expect(fieldsFromVariables(['REDIRECT_HTTP_AUTHORIZATION', 'b', 'HTTP_AUTHORIZATION', 'a'])).toEqual(['authorization', 'a'])
    expect(fieldsFromVariables(['HTTP_AUTHORIZATION', '', 'REDIRECT_HTTP_AUTHORIZATION', 'b'])).toEqual(['authorization', 'b'])
  })

  it('keeps repeated fields apart, as nginx sends them', () => {
    expect(fieldsFromVariables(['HTTP_COOKIE', 'a=1', 'HTTP_COOKIE', 'b=2'])).toEqual(['cookie', 'a=1', 'cookie', 'b=2'])
  })

  it('gives nothing but valid fields, whatever the variables', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary' }).map((text) => `HTTP_${text}`),
      fc.constantFrom('CONTENT_TYPE', 'HTTP_AUTHORIZATION'),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.string({ unit: 'binary' }))), (pairs) => {
        for (const [field, value] of chunks(fieldsFromVariables(pairs.flat()))) {
          expect([field, isToken(field), isFieldValue(value)]).toEqual([field.toLowerCase(), true, true])
        }
      }),
    )
  })
})

describe('variablesFromPairs', () => {
  it('has no prototype, so that no name is special (HTTP___PROTO__)', () => {
    const variables = variablesFromPairs(['HTTP___PROTO__', 'a', '__proto__', 'b', 'constructor', 'c', 'constructor', 'd'])
    expect(Object.getPrototypeOf(variables)).toBeNull()
    expect(pairsFromVariables(variables)).toEqual(['HTTP___PROTO__', 'a', '__proto__', 'b', 'constructor', 'd'])
  })

  test.each<[string, string[], string]>([
    ['fields with commas', ['HTTP_X', 'a', 'HTTP_X', 'b', 'HTTP_X', 'c'], 'a, b, c'],
    ['cookies with semicolons', ['HTTP_COOKIE', 'a=1', 'HTTP_COOKIE', 'b=2'], 'a=1; b=2'],
  ])('joins repeated %s', (_, pairs, joined) => {
    expect(Object.values(variablesFromPairs(pairs))).toEqual([joined])
  })

  it('lets the last of other variables win (FCGI-23)', () => {
    expect({ ...variablesFromPairs(['SCRIPT_NAME', '/a', 'SCRIPT_NAME', '/b']) }).toEqual({ SCRIPT_NAME: '/b' })
  })

  test.each(['CONTENT_LENGTH', 'REQUEST_METHOD'])('refuses two different values of %s (FCGI-23)', (name) => {
    expect(() => variablesFromPairs([name, '5', name, '6'])).toThrow(expect.objectContaining({ code: 'ERR_BAD_PARAMS', status: 400 }))
    expect(variablesFromPairs([name, '5', name, '5'])[name]).toBe('5')
    expect(variablesFromPairs([name, '5', name, ''])[name]).toBe('')
  })
})

describe('variablesFromFields', () => {
  it('has no prototype', () => {
    const variables = variablesFromFields(['--proto--', 'x'])
    expect(Object.getPrototypeOf(variables)).toBeNull()
    expect(Object.keys(variables)).toEqual(['HTTP___PROTO__'])
  })

  test.each<[string, string[]]>([
    ['Proxy (CGI-40)', ['proxy', 'x', 'Proxy', 'x', 'PROXY', 'x']],
    ['a name with an underscore', ['x_y', 'z', 'content_length', '5', '_', 'z']],
    ['a name with other characters', ['x.y', 'z', "x'", 'z', 'x\n', 'z', 'é', 'z', '', 'z']],
  ])('drops %s', (_, fields) => {
    expect(Object.keys(variablesFromFields(fields))).toEqual([])
  })

  it('keeps underscores when asked, but never for what would pass for another variable', () => {
    const fields = ['x_y', 'z', 'content_length', '5', 'Content_Type', 'a/b', 'x.y', 'z']
    expect({ ...variablesFromFields(fields, { underscores: 'keep' }) }).toEqual({ HTTP_X_Y: 'z' })
  })

  it('joins fields whose names collide (CGI-40)', () => {
    expect({ ...variablesFromFields(['A-B', '1', 'a_b', '2', 'Cookie', 'x', 'cookie', 'y'], { underscores: 'keep' }) }).toEqual({
      HTTP_A_B: '1, 2',
      HTTP_COOKIE: 'x; y',
    })
  })

  it('refuses two lengths', () => {
    expect(() => variablesFromFields(['content-length', '5', 'Content-Length', '6'])).toThrow(
      expect.objectContaining({ code: 'ERR_BAD_PARAMS' }),
    )
  })
})

describe('pairsFromVariables', () => {
  it('flattens an environment and leaves out what is not set', () => {
    expect(pairsFromVariables({ A: 'b', C: undefined, D: '' })).toEqual(['A', 'b', 'D', ''])
  })
})
