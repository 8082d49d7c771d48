import { generateKeyPairSync } from 'node:crypto'
import { createLocalJWKSet, exportSPKI, importSPKI, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose'
import { readLogoutToken } from './logout-token.ts'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const { privateKey: otherKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const keys = createLocalJWKSet({ keys: [{ ...publicKey.export({ format: 'jwk' }), kty: 'RSA', kid: 'k', alg: 'RS256' }] })
const event = 'http://schemas.openid.net/event/backchannel-logout'
const now = Math.floor(Date.now() / 1000)
const claims = {
  iss: 'https://id.example',
  aud: 'wiki',
  iat: now,
  exp: now + 120,
  jti: 'one',
  sid: 's',
  sub: 'ann',
  events: { [event]: {} },
}
const checks = { issuer: 'https://id.example', clientId: 'wiki', keys, algorithms: ['RS256'] }

function sign(changes: object = {}, header: object = {}, key: Parameters<SignJWT['sign']>[0] = privateKey): Promise<string> {
  const payload: JWTPayload = JSON.parse(JSON.stringify({ ...claims, ...changes }))
  return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: 'k', typ: 'logout+jwt', ...header }).sign(key)
}

describe('readLogoutToken', () => {
  it('reads which session has ended, or whose sessions', async () => {
    const rest = { tokenId: 'one', issuedAt: now, expiresAt: now + 120 }
    expect(await readLogoutToken(await sign(), checks)).toEqual({ sid: 's', subject: 'ann', ...rest })
    expect(await readLogoutToken(await sign({ sub: undefined }), checks)).toEqual({ sid: 's', ...rest })
    expect(await readLogoutToken(await sign({ sid: undefined, aud: ['x', 'wiki'] }, { typ: 'JWT' }), checks)).toEqual({
      subject: 'ann',
      ...rest,
    })
  })

  it.each([
    ['is another kind of token', {}, { typ: 'at+jwt' }],
    ['has a nonce, so it may be an ID token', { nonce: 'n' }, {}],
    ['tells of no event', { events: undefined }, {}],
    ['tells of another event', { events: { x: {} } }, {}],
    ['tells of events that are none', { events: event }, {}],
    ['tells of null events', { events: null }, {}],
    ['is for another client', { aud: 'shop' }, {}],
    ['is of another issuer', { iss: 'https://evil.example' }, {}],
    ['has ended', { exp: now - 120 }, {}],
    ['does not end', { exp: undefined }, {}],
    ['ends in a text', { exp: '9999999999' }, {}],
    ['has no time', { iat: undefined }, {}],
    ['has no name', { jti: undefined }, {}],
    ['has a number for a name', { jti: 7 }, {}],
    ['names nobody', { sid: undefined, sub: undefined }, {}],
    ['names a session by a number', { sid: 7 }, {}],
    ['has an extension that is critical', {}, { crit: ['x'], x: 1 }],
    ['is signed with an unknown key', {}, { kid: 'unknown' }],
  ])('refuses one that %s (A8)', async (_, changes, header) => {
    await expect(sign(changes, header).then((token) => readLogoutToken(token, checks))).rejects.toThrow(Error)
  })

  it('refuses one that somebody else has signed, or nobody (A5, A8)', async () => {
    const secret = new TextEncoder().encode(
      await exportSPKI(await importSPKI(publicKey.export({ format: 'pem', type: 'spki' }).toString(), 'RS256')),
    )
    const tokens = [
      await sign({}, {}, otherKey),
      await sign({}, { alg: 'HS256' }, secret),
      new UnsecuredJWT(claims).encode(),
      'a.b.c',
      '',
      '..',
    ]
    for (const token of tokens) await expect(readLogoutToken(token, checks)).rejects.toThrow(Error)
  })

  it('refuses one of 100 kB unread (A5)', async () => {
    await expect(readLogoutToken(await sign({ x: 'x'.repeat(100_000) }), checks)).rejects.toThrow('too long')
  })
})
