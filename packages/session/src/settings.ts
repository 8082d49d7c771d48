import type { Keeper } from './keeper.ts'
import type { OnConflict } from './merge.ts'
import type { SessionCookie } from './session-cookie.ts'
import type { StandardSchema } from './standard-schema.ts'

/** The options of `session`, checked; times are milliseconds. */
export interface Settings {
  readonly keeper: Keeper
  readonly cookie: SessionCookie
  readonly chunks: boolean
  readonly now: () => number
  readonly idleTimeout: number
  readonly absoluteTimeout: number
  readonly touchAfter: number
  readonly remember: boolean
  readonly onConflict: OnConflict
  readonly onStoreError: 'fail' | 'anonymous'
  readonly saveOnError: boolean
  readonly schema: StandardSchema<object> | undefined
}
