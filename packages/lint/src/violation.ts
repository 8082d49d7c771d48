import type { Sentence, Severity } from './rule.ts'

/** Who broke a rule, as far as the lints around can tell. */
export interface Blame {
  /** `server`: whoever called the outermost lint. `application`: what the innermost lint wraps. `middleware`: what is between. */
  readonly party: 'server' | 'middleware' | 'application'
  /** The lint around the culprit; absent for the server. */
  readonly outside?: string
  /** The lint within the culprit; absent for the application. */
  readonly inside?: string
}

/** A sentence of the specification that was not kept. */
export interface Violation extends Sentence {
  /** What was found instead. */
  readonly found: string
  readonly blame: Blame
  /** Method and path of the request. */
  readonly request: string
  /** All of it in one line. */
  readonly message: string
}

/** What `lint` throws where nobody else handles violations. */
export class LintError extends Error {
  override readonly name = 'LintError'
  readonly code: string
  readonly violation: Violation

  constructor(violation: Violation) {
    super(violation.message)
    this.code = violation.code
    this.violation = violation
  }
}

/** A violation, put in words. */
export function violationOf({ code, sentence, clause, severity }: Sentence, found: string, blame: Blame, request: string): Violation {
  const message = `lint: ${code} ${request}: ${sentence} Found: ${found}. To blame: ${describeBlame(blame)}. See ${clause}.`
  return { code, sentence, clause, severity, found, blame, request, message }
}

/** Whether violations of this severity are to be reported at this threshold. */
export function reaches(severity: Severity, threshold: Severity): boolean {
  return severity === 'error' || threshold === 'warn'
}

function describeBlame({ party, outside, inside }: Blame): string {
  if (party === 'server') return `the server, outside lint ${inside}`
  if (party === 'application') return `the application, inside lint ${outside}`
  return inside === undefined ? `a middleware inside lint ${outside}` : `the middleware between lint ${outside} and lint ${inside}`
}
