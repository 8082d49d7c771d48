import { empty, file, json, stream, text } from './replies.ts'
import { reply } from './reply.ts'
import { bodyOf, fieldsOfResponse, isUsed, trailersOf, withBody, withHeaders } from './response.ts'

async function* chunks(): AsyncGenerator<string> {
  yield 'a'
  yield 'b'
}

describe('bodyOf', () => {
  it('gives what a reply was made of', () => {
    const source = chunks()
    expect(bodyOf(text('x'))).toBe('x')
    expect(bodyOf(stream(source))).toBe(source)
    expect(bodyOf(empty())).toBeNull()
    expect(bodyOf(file('/a.txt'))).toMatchObject({ path: '/a.txt' })
  })

  it('gives the stream of any other response', () => {
    const response = new Response('x')
    expect(bodyOf(response)).toBe(response.body)
    expect(bodyOf(new Response(null))).toBeNull()
  })

  it('gives the stream of a reply that is read', async () => {
    const made = text('x')
    await made.text()
    expect(bodyOf(made)).toBe(made.body)
  })
})

describe('withBody', () => {
  test.each([
    ['a reply', () => reply('old', { status: 201, statusText: 'Made', headers: { a: 'b', 'content-length': '3' } })],
    ['a Response', () => new Response('old', { status: 201, statusText: 'Made', headers: { a: 'b', 'content-length': '3' } })],
  ])('keeps the head of %s, but for its length', async (_, make) => {
    const response = make()
    const other = withBody(response, 'new')
    expect([other.status, other.statusText, other.headers.get('a'), await other.text()]).toEqual([201, 'Made', 'b', 'new'])
    expect(other.headers.has('content-length')).toBe(false)
    expect(response.headers.get('content-length')).toBe('3')
    expect(await response.text()).toBe('old')
  })

  it('keeps trailers and each cookie', () => {
    const trailers = () => ({ a: 'b' })
    const made = reply('x', {
      trailers,
      headers: [
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ],
    })
    expect(trailersOf(withBody(made, 'y'))).toBe(trailers)
    expect(withBody(made, 'y').headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  })

  it('refuses what reply() refuses', () => {
    expect(() => withBody(text('x'), 5 as unknown as string)).toThrow(TypeError)
    expect(() => withBody(empty(204), 'x')).toThrow(new TypeError('gateway: a response with status 204 has no body'))
    expect(withBody(empty(204), null).status).toBe(204)
  })
})

describe('withHeaders', () => {
  it('leaves the one handed in as it was, and takes its body over', async () => {
    const made = text('x', { headers: { a: 'b' } })
    const other = withHeaders(made, (headers) => headers.set('a', 'c'))
    expect([made.headers.get('a'), other.headers.get('a'), bodyOf(other)]).toEqual(['b', 'c', 'x'])
  })

  it('works where the headers are immutable', async () => {
    const redirect = Response.redirect('http://a.test/')
    expect(() => redirect.headers.set('a', 'b')).toThrow(TypeError)
    const other = withHeaders(redirect, (headers) => headers.append('a', 'b'))
    expect([other.status, other.headers.get('location'), other.headers.get('a')]).toEqual([302, 'http://a.test/', 'b'])
  })

  it('keeps both apart from then on, whichever is changed and when', () => {
    const made = text('x')
    made.headers.set('a', '1')
    let kept: Headers | undefined
    const other = withHeaders(made, (headers) => (kept = headers as Headers))
    made.headers.set('a', '2')
    kept?.set('a', '3')
    expect(other.headers.get('a')).toBe('1')
    other.headers.set('a', '4')
    expect([made.headers.get('a'), kept?.get('a')]).toEqual(['2', '3'])
  })

  it('refuses a response whose body was read', async () => {
    for (const response of [new Response('x'), json({}), stream(chunks())]) {
      await response.text()
      expect(() => withHeaders(response, () => {})).toThrow(TypeError)
    }
  })

  it('refuses a header that cannot be sent', () => {
    expect(() => withHeaders(text('x'), (headers) => headers.set('a', 'b\nc'))).toThrow(TypeError)
  })
})

describe('the response of an upgrade', () => {
  it('stays the object that a platform knows', () => {
    const upgrade = Object.defineProperty(new Response(null), 'status', { value: 101 })
    expect(withHeaders(upgrade, (headers) => headers.set('a', 'b'))).toBe(upgrade)
    expect(withBody(upgrade, 'x')).toBe(upgrade)
  })
})

describe('isUsed', () => {
  test.each([
    ['a reply', () => text('x')],
    ['a reply with a stream', () => stream(ReadableStream.from([new Uint8Array(1)]))],
    ['a Response', () => new Response('x')],
  ])('tells whether somebody reads %s', async (_, make) => {
    const response = make()
    expect(isUsed(response)).toBe(false)
    void response.body
    expect(isUsed(response)).toBe(false)
    const reader = response.body?.getReader()
    expect(isUsed(response)).toBe(true)
    reader?.releaseLock()
    expect(isUsed(response)).toBe(false)
    await response.text()
    expect(isUsed(response)).toBe(true)
  })
})

describe('fieldsOfResponse', () => {
  it('lists fields as they stand', () => {
    expect(fieldsOfResponse(text('x', { headers: { A: 'b' } }))).toEqual(['a', 'b', 'content-type', 'text/plain; charset=utf-8'])
    expect(fieldsOfResponse(new Response(null, { headers: { A: 'b' } }))).toEqual(['a', 'b'])
  })
})
