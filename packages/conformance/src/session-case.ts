import type { SessionOptions } from '@gangway/session'
import type { AnyData } from './session-client.ts'

/** One named expectation of sessions, wherever they are kept. */
export interface SessionCase {
  /** Unique, in plain words; what it quotes (S1 to S10) are the hardest cases of sessions. */
  readonly name: string
  /** Rejects where a session does not do what is expected; the options say where it is kept. */
  run(options: SessionOptions<AnyData>): Promise<void>
}
