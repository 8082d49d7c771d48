import type { User } from '../user.ts'

/** The claims of a token that was checked. */
export interface JwtClaims {
  readonly sub: string
  readonly iss: string
  readonly exp: number
  readonly [claim: string]: unknown
}

/** The user a token names. */
export interface JwtUser extends User {
  readonly claims: JwtClaims
}

// The year 9999: what lies beyond is a mistake, or meant never to end.
const latest = 253402300799

/** Whether a payload has the claims that are required. */
export function isClaims(payload: Readonly<Record<string, unknown>>): payload is JwtClaims {
  return typeof payload['sub'] === 'string' && payload['sub'] !== '' && typeof payload['iss'] === 'string' && isDate(payload['exp'])
}

/** Whether the other dates are dates, and the token is no ID token, which opens nothing (OpenID Connect Core §2). */
export function areSound(claims: JwtClaims, typ: string): boolean {
  if ([claims['nbf'], claims['iat']].some((date) => date !== undefined && !isDate(date))) return false
  return typ.toLowerCase() === 'at+jwt' || ['nonce', 'at_hash', 'c_hash'].every((claim) => claims[claim] === undefined)
}

/** The user as the claims say: subject, scopes (`scope` or `scp`) and `roles`. */
export function userOfClaims(claims: JwtClaims): JwtUser {
  const { sub: id, name, roles } = claims
  const scopes = namesIn(claims['scope'] ?? claims['scp'])
  return { id, ...(typeof name === 'string' && { name }), ...(Array.isArray(roles) && { roles: namesIn(roles) }), scopes, claims }
}

function namesIn(value: unknown): string[] {
  if (typeof value === 'string') return value.split(' ').filter((name) => name !== '')
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : []
}

function isDate(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= latest
}
