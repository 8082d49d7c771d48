import { contextFor } from '@gangway/gateway'
import { evaluate, type Validators } from './evaluate.ts'

const current: Validators = { etag: '"a,b"', modified: new Date('1994-11-06T08:49:37.900Z') }
const same = 'Sun, 06 Nov 1994 08:49:37 GMT'
const before = 'Sun, 06 Nov 1994 08:49:36 GMT'
const after = 'Sun, 06 Nov 1994 08:49:38 GMT'

function statusFor(method: string, headers: Record<string, string>, validators: Validators | null = current): number | undefined {
  return evaluate(contextFor(method, '/', { headers }), validators)
}

describe('evaluate, for GET and HEAD', () => {
  test.each<[Record<string, string>, number | undefined]>([
    [{}, undefined],
    [{ 'if-none-match': '"a,b"' }, 304],
    [{ 'if-none-match': 'W/"a,b"' }, 304],
    [{ 'if-none-match': '"x", "a,b"' }, 304],
    [{ 'if-none-match': ' ,, "x",W/"a,b" ,' }, 304],
    [{ 'if-none-match': '*' }, 304],
    [{ 'if-none-match': '"a"' }, undefined],
    [{ 'if-none-match': 'a,b' }, undefined],
    [{ 'if-none-match': '"a,b" x' }, undefined],
    [{ 'if-none-match': '' }, undefined],
    [{ 'if-match': '"a,b"' }, undefined],
    [{ 'if-match': '*' }, undefined],
    [{ 'if-match': 'W/"a,b"' }, 412],
    [{ 'if-match': '"x"' }, 412],
    [{ 'if-modified-since': same }, 304],
    [{ 'if-modified-since': after }, 304],
    [{ 'if-modified-since': before }, undefined],
    [{ 'if-modified-since': 'Sunday, 06-Nov-94 08:49:37 GMT' }, 304],
    [{ 'if-modified-since': 'Sun Nov  6 08:49:37 1994' }, 304],
    [{ 'if-modified-since': 'tomorrow' }, undefined],
    [{ 'if-unmodified-since': same }, undefined],
    [{ 'if-unmodified-since': before }, 412],
    [{ 'if-match': '"a,b"', 'if-unmodified-since': before }, undefined],
    [{ 'if-match': '"x"', 'if-none-match': '"a,b"' }, 412],
    [{ 'if-match': '"a,b"', 'if-none-match': '"a,b"' }, 304],
    [{ 'if-none-match': '"x"', 'if-modified-since': same }, undefined],
    [{ 'if-unmodified-since': before, 'if-none-match': '"a,b"' }, 412],
  ])('%j is answered with %s', (headers, status) => {
    expect(statusFor('GET', headers)).toBe(status)
    expect(statusFor('HEAD', headers)).toBe(status)
  })
})

describe('evaluate, for other methods', () => {
  test.each<[Record<string, string>, number | undefined]>([
    [{ 'if-none-match': '"a,b"' }, 412],
    [{ 'if-none-match': '*' }, 412],
    [{ 'if-none-match': '"x"' }, undefined],
    [{ 'if-match': '"a,b"' }, undefined],
    [{ 'if-match': '"x"' }, 412],
    [{ 'if-modified-since': same }, undefined],
    [{ 'if-unmodified-since': before }, 412],
  ])('%j is answered with %s', (headers, status) => {
    for (const method of ['PUT', 'POST', 'DELETE', 'PATCH']) expect(statusFor(method, headers)).toBe(status)
  })

  it('knows what is not there yet', () => {
    expect(statusFor('PUT', { 'if-match': '*' }, null)).toBe(412)
    expect(statusFor('PUT', { 'if-match': '"a"' }, null)).toBe(412)
    expect(statusFor('PUT', { 'if-none-match': '*' }, null)).toBeUndefined()
    expect(statusFor('PUT', { 'if-unmodified-since': before }, null)).toBeUndefined()
  })

  it('knows what has no tag, and what has only a weak one', () => {
    expect(statusFor('PUT', { 'if-match': '*' }, {})).toBeUndefined()
    expect(statusFor('PUT', { 'if-match': '"a"' }, {})).toBe(412)
    expect(statusFor('PUT', { 'if-match': 'W/"a"' }, { etag: 'W/"a"' })).toBe(412)
    expect(statusFor('GET', { 'if-none-match': '"a"' }, { etag: 'W/"a"' })).toBe(304)
    expect(statusFor('GET', { 'if-modified-since': same }, {})).toBeUndefined()
  })

  it('takes no longer than the list is', () => {
    const started = performance.now()
    for (const list of ['"a",'.repeat(50_000), ','.repeat(200_000), `"${'a'.repeat(200_000)}`, ' '.repeat(200_000)])
      statusFor('GET', { 'if-none-match': list, 'if-match': list })
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
