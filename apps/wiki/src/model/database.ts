import type { SessionStore } from '@gangway/session'
import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** The database of a wiki, whichever it is. */
export interface Database {
  readonly query: Kysely<Tables>
  /** What the few statements depend on that are not the same in both. */
  readonly dialect: 'sqlite' | 'postgres'
  readonly sessions: SessionStore
  close(): Promise<void>
}
