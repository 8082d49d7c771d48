import type { Context } from '@gangway/gateway'
import type { Accepted, Pending, Refused, Scheme } from './scheme.ts'
import type { User } from './user.ts'

/** A scheme of any kind, as it is asked. */
export type AnyScheme = Scheme<User, unknown, object>

/** What `auth` found out about one request; `require` reads it. */
export interface Attempt {
  readonly schemes: readonly AnyScheme[]
  /** The mount at `auth`, below which the login page is. */
  readonly mount: string
  accepted: { readonly by: AnyScheme; readonly outcome: Accepted; readonly authTime: number } | null
  pending: Pending | null
  readonly refused: Map<AnyScheme, Refused>
}

const key: unique symbol = Symbol('gangway.auth')

/** What `auth` puts on the context besides the user. */
export interface WithAttempt {
  readonly [key]: Attempt
}

export function attemptKey(attempt: Attempt): WithAttempt {
  return { [key]: attempt }
}

/** The attempt that belongs to a context, or to one derived from it. */
export function attemptOf(context: Context): Attempt | undefined {
  return hasAttempt(context) ? context[key] : undefined
}

function hasAttempt(context: Context): context is Context & WithAttempt {
  return key in context
}
