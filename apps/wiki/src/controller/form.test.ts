import { contextFor, HttpError, type ContextForInit } from '@gangway/gateway'
import { formOf } from '../../test/wiki-context-for.ts'
import { largestForm, readForm } from './form.ts'

const { headers } = formOf({})

async function statusOf(init: ContextForInit): Promise<number | undefined> {
  const error = await readForm(contextFor('POST', '/', init)).catch((thrown: unknown) => thrown)
  return error instanceof HttpError ? error.status : undefined
}

describe('readForm', () => {
  it('reads fields of any script', async () => {
    const form = await readForm(contextFor('POST', '/', formOf({ text: 'a+b &=\r\n入😀\0', revision: '1' })))
    expect([...form]).toEqual([
      ['text', 'a+b &=\r\n入😀\0'],
      ['revision', '1'],
    ])
  })

  it('reads a form that comes in pieces, in the middle of a character', async () => {
    const pieces = (async function* () {
      for (const piece of ['text=%E', '5%85%', 'A5']) yield new TextEncoder().encode(piece)
    })()
    expect((await readForm(contextFor('POST', '/', { headers, body: pieces }))).get('text')).toBe('入')
  })

  it('reads what was sent without escapes', async () => {
    expect((await readForm(contextFor('POST', '/', { headers, body: 'title=入港 ü&text=%C3%BC' }))).get('title')).toBe('入港 ü')
  })

  it('takes no body for an empty form', async () => {
    expect([...(await readForm(contextFor('POST', '/', { headers })))]).toEqual([])
  })

  it('takes the media type in any case, with parameters', async () => {
    const type = { 'content-type': 'Application/X-WWW-Form-Urlencoded ; charset=UTF-8' }
    expect((await readForm(contextFor('POST', '/', { headers: type, body: 'a=b' }))).get('a')).toBe('b')
  })

  test.each([
    ['multipart', { headers: { 'content-type': 'multipart/form-data; boundary=a' }, body: '--a--' }, 415],
    ['a body of no type', { body: 'a=b' }, 415],
    ['a Content-Length above the limit', { headers: { ...headers, 'content-length': '1048577' }, body: 'a=b' }, 413],
    ['a broken escape', { headers, body: 'a=%E5%85' }, 400],
    ['an escape that is none', { headers, body: 'a=%zz' }, 400],
    ['an escaped surrogate', { headers, body: 'a=%ED%A0%80' }, 400],
    ['a byte that is not UTF-8', { headers, body: Uint8Array.of(97, 61, 255) }, 400],
  ])('answers %s as it should', async (_, init, status) => {
    expect(await statusOf(init)).toBe(status)
  })

  it('stops reading at the limit when the length was not announced', async () => {
    let pulled = 0
    const endless = (async function* () {
      for (;;) {
        pulled += 65_536
        yield new Uint8Array(65_536).fill(97)
      }
    })()
    expect(await statusOf({ headers, body: endless })).toBe(413)
    expect(pulled).toBe(largestForm + 65_536)
  })
})
