import { addVary, reply } from '@gangway/gateway'

describe('Vary', () => {
  it.each([
    [null, 'accept-encoding'],
    ['', 'accept-encoding'],
    ['Cookie', 'Cookie, accept-encoding'],
    ['Cookie,ACCEPT-ENCODING', 'Cookie,ACCEPT-ENCODING'],
    ['x-accept-encoding', 'x-accept-encoding, accept-encoding'],
    ['*', '*'],
    ['Cookie, *', 'Cookie, *'],
  ])('C3: makes of %j %j', (before, after) => {
    const { headers } = reply(null, before === null ? {} : { headers: { vary: before } })
    addVary(headers, 'accept-encoding')
    expect(headers.get('vary')).toBe(after)
  })

  it('C3: counts repeated fields as one', () => {
    const { headers } = reply(null, { headers: [['vary', 'cookie'], ['vary', 'accept-encoding']] }) // prettier-ignore
    addVary(headers, 'accept-encoding')
    expect(headers.get('vary')).toBe('cookie, accept-encoding')
  })
})
