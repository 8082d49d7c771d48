// https://www.rfc-editor.org/rfc/rfc8725
import { andThen, type Awaitable } from '../awaitable.ts'
import type { Context } from '@gangway/gateway'
import { credentialsFor } from '../credentials.ts'
import { bearerChallenge, checkBearer, type BearerChallengeOptions } from '../schemes/bearer-answers.ts'
import { outcomeOf, type Outcome, type Scheme } from '../scheme.ts'
import { areSound, userOfClaims, type JwtUser } from './claims.ts'
import { findClaims } from './find-claims.ts'
import { checkKeys, type JwtKey, type JwtKeySet } from './jwt-key.ts'
import { keySet } from './key-set.ts'

/** What `jwt` takes. */
export interface JwtOptions extends BearerChallengeOptions {
  /** The issuer's keys: an address where they are, or the keys themselves; each with the algorithms it is for. */
  keys: JwtKeySet | readonly [JwtKey, ...JwtKey[]]
  /** Who must have issued the token (`iss`); one of them, where there are several. */
  issuer: string | readonly string[]
  /** For whom the token must be (`aud`): this application's name at the issuer. */
  audience: string | readonly string[]
  /** The token's `typ`. Issuers that do not know RFC 9068 write `JWT`; then ID tokens are told by their claims. Default: `at+jwt`. */
  type?: string
  /** Seconds by which clocks may differ, at most 60. Default: `30`. */
  clockTolerance?: number
  /** Looks again at the user of a token that is right: adds roles, or returns null where the token was revoked. Default: takes the user of the claims. */
  user?: (user: JwtUser, context: Context) => Awaitable<JwtUser | null>
  /** Names the scheme, where there are two of its kind. Default: `jwt`. */
  name?: string
}

/**
 * JSON Web Tokens as access tokens (RFC 9068), checked as RFC 8725 says: `iss`, `aud`, `exp` and `sub` are required, and each key is for its algorithms alone.
 * The id of the user is the token's subject.
 * @throws {TypeError} when an option is wrong, as a key that does not fit its algorithms.
 */
export function jwt(options: JwtOptions): Scheme<JwtUser, string> {
  const { user = (found) => found, name = 'jwt' } = options
  const expected = expectationsFrom(options)
  const keys = 'url' in options.keys ? keySet(options.keys) : checkKeys(options.keys)
  const challenge = bearerChallenge(options)
  return {
    name,
    strength: 60,
    reads: ['Authorization'],
    identify: (context) => credentialsFor('Bearer', context),
    authenticate: (token, context) => checkBearer(token, context) ?? authenticate(token, context),
    challenge,
  }

  async function authenticate(token: string, context: Context): Promise<Outcome<JwtUser>> {
    const claims = await findClaims(token, keys, expected)
    if (typeof claims === 'string') return refused(claims)
    if (!claims || !areSound(claims, expected.typ)) return refused('The access token is invalid')
    return andThen(user(userOfClaims(claims), context), (found) => outcomeOf(found, { error: 'invalid_token' }))
  }
}

function refused(description: string): Outcome<JwtUser> {
  return { user: null, parameters: { error: 'invalid_token', error_description: description } }
}

function expectationsFrom({ issuer, audience, type = 'at+jwt', clockTolerance = 30 }: JwtOptions): {
  issuer: string[]
  audience: string[]
  typ: string
  clockTolerance: number
} {
  if (!(clockTolerance >= 0 && clockTolerance <= 60)) throw new TypeError('auth: clockTolerance takes 0 to 60 seconds')
  if (type === '') throw new TypeError('auth: the type of the tokens is missing')
  return { issuer: checkNames('issuer', issuer), audience: checkNames('audience', audience), typ: type, clockTolerance }
}

function checkNames(option: string, names: string | readonly string[]): string[] {
  const list = typeof names === 'string' ? [names] : [...(names ?? [])]
  if (list.length === 0 || list.some((name) => typeof name !== 'string' || name === ''))
    throw new TypeError(`auth: jwt takes ${option}, a text or several`)
  return list
}
