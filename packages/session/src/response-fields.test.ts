import { text } from '@gangway/gateway'
import { withSessionFields } from './response-fields.ts'

function fieldsOf(headers: Record<string, string>, cookies: readonly string[] = []): (string | null)[] {
  const response = withSessionFields(text('a page', { headers }), cookies)
  return [response.headers.get('vary'), response.headers.get('cache-control')]
}

describe('withSessionFields (S8)', () => {
  test.each([
    [undefined, 'Cookie'],
    ['Accept', 'Accept, Cookie'],
    ['accept, COOKIE', 'accept, COOKIE'],
    ['*', '*'],
    ['Cookie2', 'Cookie2, Cookie'],
  ])('Vary: %s becomes %s', (vary, expected) => {
    expect(fieldsOf(vary === undefined ? {} : { vary })).toEqual([expected, null])
  })

  test.each([
    [undefined, 'private'],
    ['public', 'private'],
    ['public, max-age=60', 'private, max-age=60'],
    ['max-age=60, s-maxage=600, proxy-revalidate', 'private, max-age=60'],
    ['no-cache', 'private, no-cache'],
    ['no-store', 'no-store'],
    ['Private, max-age=60', 'Private, max-age=60'],
    ['private="x-a, x-b", max-age=1', 'private, max-age=1'],
    ['no-cache="Set-Cookie", public', 'no-cache="Set-Cookie", public'],
    ['no-cache="x, set-cookie", public', 'private, no-cache="x, set-cookie"'],
    ['', 'private'],
  ])('with a cookie Cache-Control: %s becomes %s', (control, expected) => {
    expect(fieldsOf(control === undefined ? {} : { 'cache-control': control }, ['a=b'])).toEqual(['Cookie', expected])
  })

  it('keeps each cookie by itself, those of the application too', () => {
    const response = withSessionFields(text('a page', { headers: { 'set-cookie': 'a=1' } }), ['b=2', 'c=3'])
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2', 'c=3'])
  })

  it('leaves the response that it is given as it is, and takes one that cannot be changed', () => {
    const given = Response.redirect('https://example.org/')
    const made = withSessionFields(given, ['a=b'])
    expect([made.status, made.headers.get('location'), made.headers.getSetCookie()]).toEqual([302, 'https://example.org/', ['a=b']])
    expect(given.headers.has('vary')).toBe(false)
  })

  it('passes what is no ordinary response', () => {
    const given = Response.error()
    expect(withSessionFields(given, ['a=b'])).toBe(given)
  })
})
