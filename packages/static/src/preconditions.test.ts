import { contextFor } from '@gangway/gateway'
import { failedCondition } from './preconditions.ts'

const modified = new Date('1994-11-06T08:49:37.900Z')
const same = 'Sun, 06 Nov 1994 08:49:37 GMT'
const before = 'Sun, 06 Nov 1994 08:49:36 GMT'
const after = 'Sun, 06 Nov 1994 08:49:38 GMT'

function statusFor(headers: Record<string, string>, etag = '"a,b"'): number | undefined {
  return failedCondition(contextFor('GET', '/', { headers }), { etag, modified })
}

describe('failedCondition', () => {
  test.each<[Record<string, string>, number | undefined]>([
    [{}, undefined],
    [{ 'if-none-match': '"a,b"' }, 304],
    [{ 'if-none-match': 'W/"a,b"' }, 304],
    [{ 'if-none-match': '"x", "a,b"' }, 304],
    [{ 'if-none-match': ' ,, "x",W/"a,b" ,' }, 304],
    [{ 'if-none-match': '*' }, 304],
    [{ 'if-none-match': '"a"' }, undefined],
    [{ 'if-none-match': '"a' }, undefined],
    [{ 'if-none-match': 'a,b' }, undefined],
    [{ 'if-none-match': '' }, undefined],
    [{ 'if-none-match': '"a,b" x' }, undefined],
    [{ 'if-none-match': 'w/"a,b"' }, undefined],
    [{ 'if-match': '"a,b"' }, undefined],
    [{ 'if-match': '*' }, undefined],
    [{ 'if-match': 'W/"a,b"' }, 412],
    [{ 'if-match': '"x"' }, 412],
    [{ 'if-match': '' }, 412],
    [{ 'if-modified-since': same }, 304],
    [{ 'if-modified-since': after }, 304],
    [{ 'if-modified-since': before }, undefined],
    [{ 'if-modified-since': 'Sunday, 06-Nov-94 08:49:37 GMT' }, 304],
    [{ 'if-modified-since': 'Sun Nov  6 08:49:37 1994' }, 304],
    [{ 'if-modified-since': 'Sun, 06 Nov 1994 08:49:37' }, undefined],
    [{ 'if-modified-since': 'Sun, 99 Nov 1994 08:49:37 GMT' }, undefined],
    [{ 'if-modified-since': '2030' }, undefined],
    [{ 'if-unmodified-since': same }, undefined],
    [{ 'if-unmodified-since': before }, 412],
    [{ 'if-unmodified-since': 'yesterday' }, undefined],
    [{ 'if-match': '"a,b"', 'if-unmodified-since': before }, undefined],
    [{ 'if-match': '"x"', 'if-none-match': '"a,b"' }, 412],
    [{ 'if-match': '"a,b"', 'if-none-match': '"a,b"' }, 304],
    [{ 'if-none-match': '"x"', 'if-modified-since': same }, undefined],
    [{ 'if-unmodified-since': before, 'if-none-match': '"a,b"' }, 412],
  ])('%j is answered with %s', (headers, status) => {
    expect(statusFor(headers)).toBe(status)
  })

  it('never matches a weak tag strongly', () => {
    expect(statusFor({ 'if-match': 'W/"a"' }, 'W/"a"')).toBe(412)
    expect(statusFor({ 'if-none-match': 'W/"a"' }, 'W/"a"')).toBe(304)
  })

  it('takes no longer than the list is', () => {
    const started = performance.now()
    for (const list of ['"a",'.repeat(50_000), ','.repeat(200_000), `"${'a'.repeat(200_000)}`, ' '.repeat(200_000)])
      statusFor({ 'if-none-match': list, 'if-match': list })
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
