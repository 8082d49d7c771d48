import type { SessionStore } from '@gangway/session'

/** One named expectation of every store for sessions. */
export interface SessionStoreCase {
  /** Unique, in plain words; what it quotes (S1 to S10) are the hardest cases of sessions. */
  readonly name: string
  /** Rejects where the store does not do what is expected. Cases share the store, and each uses ids of its own. */
  run(store: SessionStore): Promise<void>
}
