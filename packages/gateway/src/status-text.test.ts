import { STATUS_CODES } from 'node:http'
import { statusTextOf } from './status-text.ts'

describe('statusTextOf', () => {
  it('knows each status of 200 to 599 that Node knows, but for what is obsolete, renamed or a joke', () => {
    const others = new Set([305, 413, 418, 422, 509])
    for (let status = 200; status < 600; status++) {
      if (!others.has(status)) expect([status, statusTextOf(status)]).toEqual([status, STATUS_CODES[status] ?? 'Unknown'])
    }
  })

  it('uses the names of RFC 9110', () => {
    expect([413, 422].map(statusTextOf)).toEqual(['Content Too Large', 'Unprocessable Content'])
  })

  test.each([0, 306, 418, 599, 1000, -1, Number.NaN])('has a word for %p too', (status) => {
    expect(statusTextOf(status)).toBe('Unknown')
  })
})
