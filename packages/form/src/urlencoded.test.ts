import { contextFor, text } from '@gangway/gateway'
import fc from 'fast-check'
import { entriesOf, pieces, post, reading } from '../test/bodies.ts'
import { form } from './index.ts'

const type = 'application/x-www-form-urlencoded'

describe('an urlencoded form', () => {
  // §6.2 case 9
  test.each([
    [
      'a=1&b=2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [
      'a=1&a=2&a',
      [
        ['a', '1'],
        ['a', '2'],
        ['a', ''],
      ],
    ],
    ['', []],
    ['&&a=1&&', [['a', '1']]],
    [
      '=1&=',
      [
        ['', '1'],
        ['', ''],
      ],
    ],
    ['a=b=c', [['a', 'b=c']]],
    ['a+b=c+d%2B', [['a b', 'c d+']]],
    [
      'a=%&b=%4&c=%zz&d=100%',
      [
        ['a', '%'],
        ['b', '%4'],
        ['c', '%zz'],
        ['d', '100%'],
      ],
    ],
    ['a=%c3%a4%E2%82%AC', [['a', 'ä€']]],
    ['a=ä', [['a', 'ä']]],
    [
      '__proto__=1&constructor[x]=2&a[b][c]=3',
      [
        ['__proto__', '1'],
        ['constructor[x]', '2'],
        ['a[b][c]', '3'],
      ],
    ],
    ['a=1;b=2', [['a', '1;b=2']]],
    [
      'a=%00&b=%0D%0A',
      [
        ['a', '\0'],
        ['b', '\r\n'],
      ],
    ],
    ['%EF%BB%BFa=%EF%BB%BF1', [['\ufeffa', '\ufeff1']]],
  ])('%j', async (body, expected) => {
    expect(await entriesOf(post(type, body))).toEqual(expected)
    expect(await entriesOf(post(type, pieces(body, 1)))).toEqual(expected)
  })

  it('is what URLSearchParams makes of it, in whatever pieces it comes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[ab&=+%2 4ä]{0,60}$/), fc.integer({ min: 1, max: 70 }), async (body, size) => {
        const params = [...new URLSearchParams(body)]
        fc.pre(!params.flat().some((text) => text.includes('\ufffd')))
        expect(await entriesOf(post(type, pieces(body, size)))).toEqual(params)
      }),
      { numRuns: 500 },
    )
  })

  it('is UTF-8 unless it says otherwise, in its type or in _charset_', async () => {
    expect(await entriesOf(post(`${type}; charset=ISO-8859-1`, 'a=%e4'))).toEqual([['a', 'ä']])
    expect(await entriesOf(post(type, '_charset_=windows-1252&a=%80'))).toEqual([
      ['_charset_', 'windows-1252'],
      ['a', '€'],
    ])
    expect(await entriesOf(post(type, '_charset_=&a=%c3%a4'))).toEqual([
      ['_charset_', ''],
      ['a', 'ä'],
    ])
  })

  test.each([
    ['is not in its charset', type, 'a=%ff', 400, 'ERR_FORM_MALFORMED'],
    ['has a name that is not', type, '%ff=a', 400, 'ERR_FORM_MALFORMED'],
    ['is in a charset that nobody knows', `${type}; charset=klingon`, 'a=1', 415, 'ERR_FORM_TYPE'],
    ['is in UTF-16', `${type}; charset=utf-16`, 'a=1', 415, 'ERR_FORM_TYPE'],
    ['names such a charset inside', type, '_charset_=klingon&a=1', 415, 'ERR_FORM_TYPE'],
    ['has a type that is cut', `${type}; charset="utf-8`, 'a=1', 400, 'ERR_FORM_MALFORMED'],
  ])('is refused when it %s', async (_, contentType, body, status, code) => {
    await expect(entriesOf(post(contentType, body))).rejects.toMatchObject({ status, code })
  })
})

describe('a request', () => {
  test.each(['GET', 'HEAD'])('with %s has the form of its query', async (method) => {
    expect(await entriesOf(contextFor(method, '/search?q=a+b&page=2'))).toEqual([
      ['q', 'a b'],
      ['page', '2'],
    ])
    expect(await entriesOf(contextFor(method, '/'))).toEqual([])
  })

  it('with POST has not', async () => {
    expect(await entriesOf(contextFor('POST', '/?q=1', { headers: { 'content-type': type }, body: 'a=1' }))).toEqual([['a', '1']])
  })

  it('without a body and type has an empty form', async () => {
    expect(await entriesOf(contextFor('POST', '/'))).toEqual([])
    expect(await entriesOf(post(type, null))).toEqual([])
  })

  test.each(['application/json', 'text/plain', 'multipart/mixed; boundary=X', 'x'])('of type %s has none', async (contentType) => {
    const error = await entriesOf(post(contentType, 'a=1')).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ status: 415, code: 'ERR_FORM_TYPE' })
    expect(String(Reflect.get(Object(error), 'message'))).toBe('form: a form is application/x-www-form-urlencoded or multipart/form-data')
  })

  it('with a body and without a type has none', async () => {
    await expect(entriesOf(contextFor('POST', '/', { body: 'a=1' }))).rejects.toMatchObject({ status: 415 })
  })

  // §6.2 case 9: a bomb has no chance to go off
  test.each(['gzip', 'br', 'identity, gzip'])('whose form is compressed with %s is refused', async (coding) => {
    const error = await entriesOf(post(type, 'a=1', { headers: { 'content-encoding': coding } })).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ status: 415, code: 'ERR_FORM_TYPE' })
  })

  it('says which type of form it has', async () => {
    const typeOf = (contentType: string): Promise<unknown> => reading(post(contentType, ''), async (found) => found.type)
    expect(await typeOf('Application/X-WWW-Form-Urlencoded ; charset=utf-8')).toBe(type)
    expect(await typeOf('multipart/form-data')).toBe('multipart/form-data')
    expect(await typeOf('multipart/form-datax')).toBeUndefined()
    expect(await reading(contextFor('GET', '/'), async (found) => found.type)).toBe(type)
  })

  it('whose body was read by another gets an error that says so', async () => {
    const context = post(type, 'a=1')
    await context.body?.text()
    const page = form()(async (inner) => text(String((await inner.form.read()).names().length)))
    await expect(page(context)).rejects.toThrow('gateway: the request body was already read')
  })
})
