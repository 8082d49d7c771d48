import { errorReply } from './error-reply.ts'
import { HttpError } from './http-error.ts'

describe('HttpError', () => {
  it('has the registered text as message', () => {
    const error = new HttpError(404)
    expect([error.name, error.message, error.status, error.expose, [...error.headers], error instanceof Error]).toEqual([
      'HttpError',
      'Not Found',
      404,
      true,
      [],
      true,
    ])
  })

  it('exposes messages below 500, unless told otherwise', () => {
    expect([
      new HttpError(500, 'x').expose,
      new HttpError(500, 'x', { expose: true }).expose,
      new HttpError(400, 'x', { expose: false }).expose,
    ]).toEqual([false, true, false])
  })

  it('keeps its cause, also an undefined one, and has none otherwise', () => {
    const cause = new Error('x')
    expect(new HttpError(500, 'y', { cause }).cause).toBe(cause)
    expect('cause' in new HttpError(500, 'y', { cause: undefined })).toBe(true)
    expect('cause' in new HttpError(500)).toBe(false)
  })

  test.each([399, 600, 200, 0, 404.5, Number.NaN, '404'])('refuses status %p', (status) => {
    expect(() => new HttpError(status as number)).toThrow(TypeError)
  })

  test.each([{ 'a b': 'c' }, { a: 'b\r\nc' }])('refuses at once headers that cannot be sent: %j', (headers) => {
    expect(() => new HttpError(400, 'x', { headers })).toThrow(TypeError)
  })

  it('keeps headers from any source', () => {
    const { headers } = new HttpError(405, 'x', { headers: new Map([['Allow', 'GET']]).entries() })
    expect(new Headers([...headers]).get('allow')).toBe('GET')
    expect(new Headers([...headers]).get('allow')).toBe('GET')
  })

  it('takes what a layer has to say of any response', async () => {
    const error = new HttpError(404, 'x', { headers: { vary: 'Accept' } })
    error.headers.append('vary', 'Cookie')
    const { response } = errorReply(error, { method: 'GET', path: '/' })
    expect([response.status, response.headers.get('vary')]).toEqual([404, 'Accept, Cookie'])
  })
})
