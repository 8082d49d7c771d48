import type { Subject } from './subject.ts'

/** One named expectation of every middleware. */
export interface MiddlewareCase {
  /** Unique, in plain words. */
  readonly name: string
  /** Whether it does without lint, which hands on other objects than it gets. Default: `false`, it is run with lint and without. */
  readonly isBare?: boolean
  /** Rejects where a middleware does not do what is expected. */
  run(subject: Subject): Promise<void>
}
