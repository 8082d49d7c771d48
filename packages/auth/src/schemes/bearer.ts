// https://www.rfc-editor.org/rfc/rfc6750
import type { Context } from '@gangway/gateway'
import { andThen, type Awaitable } from '../awaitable.ts'
import { credentialsFor } from '../credentials.ts'
import { outcomeOf, type Scheme } from '../scheme.ts'
import type { User } from '../user.ts'
import { bearerChallenge, checkBearer, type BearerChallengeOptions } from './bearer-answers.ts'

/** What `bearer` takes. */
export interface BearerOptions<Account extends User = User> extends BearerChallengeOptions {
  /** The user to whom an opaque token belongs, or null. Look it up by its hash, so that the database has no tokens. */
  verify: (token: string, context: Context) => Awaitable<Account | null>
  /** Names the scheme, where there are two of its kind. Default: `bearer`. */
  name?: string
}

/**
 * Opaque tokens in `Authorization: Bearer` (RFC 6750); never in the query or in a form.
 * @throws {TypeError} when an option is wrong.
 */
export function bearer<Account extends User>(options: BearerOptions<Account>): Scheme<Account, string> {
  const { verify, name = 'bearer' } = options
  if (typeof verify !== 'function') throw new TypeError('auth: bearer takes verify, a function')
  return {
    name,
    strength: 50,
    reads: ['Authorization'],
    identify: (context) => credentialsFor('Bearer', context),
    authenticate(token, context) {
      const refused = checkBearer(token, context)
      if (refused) return refused
      return andThen(verify(token, context), (user) => outcomeOf(user, { error: 'invalid_token' }))
    },
    challenge: bearerChallenge(options),
  }
}
