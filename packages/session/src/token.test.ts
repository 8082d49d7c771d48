import { base64url, hashToken, isToken, makeIdentity } from './token.ts'

const builtin = process.getBuiltinModule

describe('a token', () => {
  it('has 192 random bits, and a hash that does not tell it', async () => {
    const identities = await Promise.all(Array.from({ length: 100 }, async () => await makeIdentity('session')))
    expect(new Set(identities.map(({ token }) => token)).size).toBe(100)
    for (const { token, id } of identities) {
      expect([isToken(token), token.length, id.length, id.includes(token)]).toEqual([true, 32, 43, false])
      expect(await hashToken(token, 'session')).toBe(id)
      expect(await hashToken(token, 'admin')).not.toBe(id)
    }
  })

  it('has the same hash with node:crypto, at once, and without it', async () => {
    const hash = hashToken('a'.repeat(32), 'session')
    expect(typeof hash).toBe('string')
    Object.assign(process, { getBuiltinModule: undefined })
    const later = hashToken('a'.repeat(32), 'session')
    process.getBuiltinModule = builtin
    expect(later).toBeInstanceOf(Promise)
    expect(await later).toBe(hash)
  })

  it.each(['', 'a'.repeat(31), 'a'.repeat(33), `${'a'.repeat(31)}=`, `${'a'.repeat(31)}\n`, 'ä'.repeat(32)])('is not %p', (text) => {
    expect(isToken(text)).toBe(false)
  })
})

describe('base64url', () => {
  it.each([
    [[], ''],
    [[255], '_w'],
    [[251, 239], '--8'],
    [[1, 2, 3], 'AQID'],
  ])('makes of %p %p', (bytes, text) => {
    expect(base64url(Uint8Array.from(bytes))).toBe(text)
  })
})
