import type { Context } from '@gangway/gateway'
import type { Awaitable } from './awaitable.ts'
import type { Challenge } from './challenge.ts'
import type { User } from './user.ts'

/** Credentials that name a user. */
export interface Accepted<Account extends User = User> {
  readonly user: Account
  /** When the user proved who he is, in seconds since 1970. Default: now. */
  readonly authTime?: number
  /** Fields for the response, such as `authentication-info`. */
  readonly fields?: Readonly<Record<string, string>>
}

/** Credentials that name nobody. */
export interface Refused {
  readonly user: null
  /** What the answer is when a user is required: 400 where the request itself is wrong. Default: `401`. */
  readonly status?: 400 | 401
  /** For the scheme's own challenge: `error="invalid_token"`, `stale=true`. */
  readonly parameters?: Readonly<Record<string, string>>
}

/** A user who proved only the first of two factors. This is no user: `context.user` stays null, and `require` refuses. */
export interface Pending<Account extends User = User> {
  readonly user: null
  readonly pending: Account
}

/** What became of credentials. */
export type Outcome<Account extends User = User> = Accepted<Account> | Refused | Pending<Account>

/** One way to say who asks. `Needs` is what it wants on the context, such as a session. */
export interface Scheme<Account extends User = User, Credentials = unknown, Needs extends object = {}> {
  /** Such as `basic`: `authenticationOf(context).scheme`. */
  readonly name: string
  /** Where its challenge stands among those of others: the greatest comes first. */
  readonly strength: number
  /** The request's fields it reads, for `Vary`; none when what it reads is no field, as a certificate. */
  readonly reads: readonly string[]
  /** Takes credentials out of a request, unchecked: null when there are none of this scheme. Never throws. */
  identify(context: Context & Needs): Credentials | null
  /** Checks them. What is malformed is refused; what throws is an error on our side. */
  authenticate(credentials: Credentials, context: Context & Needs): Awaitable<Outcome<Account>>
  /** How to ask for credentials; `refused` is what became of the ones that this request had. */
  challenge(context: Context & Needs, refused: Refused | null): Awaitable<readonly Challenge[]>
  /** Where a person signs in: navigations are sent there instead of being refused. `mount` is that of the context at `auth`. */
  loginLocation?(context: Context & Needs, mount: string): string
}

/** The outcome of a search for a user. */
export function outcomeOf<Account extends User>(user: Account | null, parameters?: Refused['parameters']): Outcome<Account> {
  return user ? { user } : { user: null, ...(parameters && { parameters }) }
}
