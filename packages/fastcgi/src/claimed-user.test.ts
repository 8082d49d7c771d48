import { withClaimedUser } from './claimed-user.ts'

describe('withClaimedUser', () => {
  it('makes a field again of what Apache took apart (FCGI-41)', () => {
    const pairs = ['FCGI_ROLE', 'AUTHORIZER', 'REMOTE_USER', 'ann', 'AUTH_TYPE', 'Basic', 'REMOTE_PASSWD', 'a:b', 'HTTP_X', 'y']
    expect(withClaimedUser(pairs)).toEqual(['FCGI_ROLE', 'AUTHORIZER', 'HTTP_X', 'y', 'HTTP_AUTHORIZATION', `Basic ${btoa('ann:a:b')}`])
  })

  it('keeps the bytes of a name and a password', () => {
    const bytes = 'J\u00c3\u00b3' // Jó in UTF-8, as latin1
    expect(withClaimedUser(['REMOTE_USER', bytes, 'REMOTE_PASSWD', bytes])).toEqual([
      'HTTP_AUTHORIZATION',
      `Basic ${btoa(`${bytes}:${bytes}`)}`,
    ])
  })

  it('takes Apache’s word instead of a second field', () => {
    const pairs = ['HTTP_AUTHORIZATION', 'Basic x', 'REMOTE_USER', 'ann', 'REMOTE_PASSWD', '']
    expect(withClaimedUser(pairs)).toEqual(['HTTP_AUTHORIZATION', `Basic ${btoa('ann:')}`])
  })

  it.each([[[]], [['REMOTE_USER', 'ann']], [['HTTP_X', 'REMOTE_PASSWD', 'REMOTE_USER', 'ann']]])('leaves %p alone', (pairs: string[]) => {
    expect(withClaimedUser(pairs)).toBe(pairs)
  })
})
