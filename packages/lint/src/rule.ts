/** `error`: the sentence is binding. `warn`: it holds unless there is a good reason. */
export type Severity = 'error' | 'warn'

/** One sentence of the specification. */
export interface Sentence {
  /** Stable: never given to another sentence. */
  readonly code: `LINT-${number}`
  readonly sentence: string
  /** Where the sentence comes from: a section of SPEC.md, or of an RFC. */
  readonly clause: string
  readonly severity: Severity
}

/** A sentence and the check that enforces it. */
export interface Rule<Facts> extends Sentence {
  /** What was found instead, or `undefined` where the sentence is kept. */
  check(facts: Facts): string | undefined
}

/** What a rule finds in these facts; facts that cannot even be read are a finding. */
export function findingOf<Facts>(rule: Rule<Facts>, facts: Facts): string | undefined {
  try {
    return rule.check(facts)
  } catch (error) {
    return `reading it throws ${error instanceof Error ? error.message : 'something that is not an Error'}`
  }
}
