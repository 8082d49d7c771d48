import type { User } from '../user.ts'

/** What a person gives to sign in. */
export interface LoginInput {
  readonly name: string
  readonly password: string
  /** Whether the browser keeps the cookie when it is closed. Default: `false`. */
  readonly remember?: boolean
}

/** What became of it. A pending user has yet to prove a second factor. */
export type LoginResult<Account extends User = User> =
  | { readonly outcome: 'accepted'; readonly user: Account }
  | { readonly outcome: 'pending'; readonly user: Account }
  | { readonly outcome: 'refused' }
  | { readonly outcome: 'locked'; readonly retryAfter: number }
