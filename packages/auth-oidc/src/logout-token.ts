// https://openid.net/specs/openid-connect-backchannel-1_0.html §2.4 and §2.6
import type { JWTVerifyGetKey } from 'jose'

/** What a provider has ended: one session of its own, or all of a user. */
export interface ProviderLogout {
  readonly sid?: string
  readonly subject?: string
  /** Names this logout token, which counts once. */
  readonly tokenId: string
  /** Seconds since 1970. */
  readonly issuedAt: number
  /** Seconds since 1970. */
  readonly expiresAt: number
}

/** What a logout token is held against. */
export interface LogoutTokenChecks {
  readonly issuer: string
  readonly clientId: string
  readonly keys: JWTVerifyGetKey
  readonly algorithms: string[]
}

const event = 'http://schemas.openid.net/event/backchannel-logout'
const longest = 16_384
const types: readonly (string | undefined)[] = ['logout+jwt', 'application/logout+jwt', 'JWT', undefined]

/**
 * Reads a logout token that the provider signed for this client.
 * @throws {Error} when it is anything else; jose's errors have a code.
 */
export async function readLogoutToken(token: string, { issuer, clientId, keys, algorithms }: LogoutTokenChecks): Promise<ProviderLogout> {
  if (token.length > longest) throw new SyntaxError('it is too long')
  const { jwtVerify } = await import('jose')
  const { payload, protectedHeader } = await jwtVerify(token, keys, {
    issuer,
    audience: clientId,
    algorithms,
    clockTolerance: 60,
    requiredClaims: ['iat', 'exp', 'jti', 'events'],
  })
  const { sid, sub: subject, jti, iat, exp, events } = payload
  if (!types.includes(protectedHeader.typ)) throw new SyntaxError('it is another kind of token')
  if (typeof events !== 'object' || events === null || !(event in events)) throw new SyntaxError('it tells of another event')
  if ('nonce' in payload) throw new SyntaxError('it has a nonce, as an ID token')
  if (typeof jti !== 'string' || iat === undefined || exp === undefined) throw new SyntaxError('its claims are of wrong types')
  if (typeof sid === 'string') return { sid, tokenId: jti, issuedAt: iat, expiresAt: exp, ...(subject !== undefined && { subject }) }
  if (sid !== undefined || subject === undefined) throw new SyntaxError('it says neither which session nor which user')
  return { subject, tokenId: jti, issuedAt: iat, expiresAt: exp }
}
