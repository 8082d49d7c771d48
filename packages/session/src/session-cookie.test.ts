import { receivedCookies } from './received-cookies.ts'
import { sessionCookie } from './session-cookie.ts'

const none: ReadonlySet<string> = new Set()
const options = { secure: true, maxAge: undefined, present: none, chunks: true }

function fieldOf(lines: readonly string[]): string {
  return lines.map((line) => line.split(';')[0]).join('; ')
}

describe('sessionCookie', () => {
  const cookie = sessionCookie({}, 'session')

  it.each([1, 3000, 4000, 4030, 4096, 8000, 12_000])('keeps a value of %i characters in cookies that no browser drops', (length) => {
    const value = 'v'.repeat(length)
    const lines = cookie.set(value, { ...options, maxAge: 86_400 }) ?? []
    expect(lines.every((line) => line.length <= 4096)).toBe(true)
    expect([...receivedCookies(fieldOf(lines), '__Host-session').values]).toEqual([value])
  })

  it('has no room for more than three cookies, or one without chunks', () => {
    expect(cookie.set('v'.repeat(12_200), options)).toBeNull()
    expect(cookie.set('v'.repeat(4096), { ...options, chunks: false })).toBeNull()
  })

  it('counts the attributes, and the name as it is', () => {
    const wide = sessionCookie({ name: 'n'.repeat(1000), path: `/${'p'.repeat(1000)}` }, 'session')
    const lines = wide.set('v'.repeat(2100), options) ?? []
    expect(lines).toHaveLength(2)
    expect(lines.every((line) => line.length <= 4096)).toBe(true)
  })

  it('expires the chunks that are left over when a session shrinks', () => {
    const present = new Set(['__Host-session', '__Host-session.1', '__Host-session.2'])
    expect(cookie.set('small', { ...options, present })).toEqual([
      '__Host-session=small; Path=/; HttpOnly; Secure; SameSite=Lax',
      '__Host-session.1=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax',
      '__Host-session.2=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax',
    ])
  })

  it.each([
    [{ path: '/app' }, true, '__Secure-session'],
    [{ domain: 'example.org' }, true, '__Secure-session'],
    [{ prefix: false }, true, 'session'],
    [{ name: 'sid' }, true, '__Host-sid'],
    [{}, false, 'session'],
  ])('with %p over https: %p is named %s', (given, secure, name) => {
    expect(sessionCookie(given, 'session').nameOf(secure)).toBe(name)
  })

  it('is secure as the options say, or as the request came', () => {
    expect([true, false].map((https) => sessionCookie({}, 's').isSecure(https))).toEqual([true, false])
    expect([true, false].map((https) => sessionCookie({ secure: true }, 's').isSecure(https))).toEqual([true, true])
    expect([true, false].map((https) => sessionCookie({ secure: false }, 's').isSecure(https))).toEqual([false, false])
    expect([true, false].map((https) => sessionCookie({ sameSite: 'none' }, 's').isSecure(https))).toEqual([true, true])
  })

  it('sets the attributes of the options', () => {
    const set = sessionCookie(
      { httpOnly: false, sameSite: 'none', partitioned: true, priority: 'high', path: '/a', domain: 'example.org' },
      's',
    ).set('v', options)
    expect(set).toEqual(['__Secure-s=v; Domain=example.org; Path=/a; Secure; Partitioned; Priority=High; SameSite=None'])
  })
})
