import { STATUS_CODES } from 'node:http'
import { statusTextOf } from './status-text.ts'

describe('statusTextOf', () => {
  it('knows each status of 200 to 599 that Node knows, but for what is obsolete, renamed or a joke', () => {
    const others = [305, 413, 418, 422, 509, 510]
    const statuses = Array.from({ length: 400 }, (_, index) => 200 + index).filter((status) => !others.includes(status))
    expect(statuses.map(statusTextOf)).toEqual(statuses.map((status) => STATUS_CODES[status] ?? 'Unknown'))
  })

  it('uses the names of RFC 9110', () => {
    expect([413, 422].map(statusTextOf)).toEqual(['Content Too Large', 'Unprocessable Content'])
  })

  test.each([0, 306, 418, 599, 1000, -1, Number.NaN])('has a word for %p too', (status) => {
    expect(statusTextOf(status)).toBe('Unknown')
  })
})
