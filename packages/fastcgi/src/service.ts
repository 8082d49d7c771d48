import type { Application } from '@gangway/gateway'
import type { Settings } from './options.ts'

/** What all connections of a server share. */
export interface Service {
  readonly app: Application
  readonly settings: Settings
  /** Milliseconds, exact to half a second: a clock that costs nothing to read. */
  readonly clock: { now: number }
  /** What `waitUntil` was given and is not done. */
  readonly pending: Set<Promise<void>>
}
