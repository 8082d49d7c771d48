export { lint, type LintOptions } from './lint.ts'
export { LintError, type Blame, type Violation } from './violation.ts'
export type { Sentence, Severity } from './rule.ts'
