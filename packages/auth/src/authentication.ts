import type { Context } from '@gangway/gateway'
import { attemptOf } from './attempt.ts'
import type { User } from './user.ts'

/** How the user of a request was found. */
export interface Authentication {
  readonly user: User
  /** The scheme's name, such as `basic`. */
  readonly scheme: string
  /** When the user proved who he is, in seconds since 1970. */
  readonly authTime: number
}

/** How `context.user` was found; null when nobody was. */
export function authenticationOf(context: Context): Authentication | null {
  const accepted = attemptOf(context)?.accepted
  return accepted ? { user: accepted.outcome.user, scheme: accepted.by.name, authTime: accepted.authTime } : null
}

/** Who proved only the first of two factors; null otherwise. */
export function pendingOf(context: Context): User | null {
  return attemptOf(context)?.pending?.pending ?? null
}
