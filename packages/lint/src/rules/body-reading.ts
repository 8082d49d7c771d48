import type { Completion } from '@gangway/gateway'
import type { Rule } from '../rule.ts'

/** A read of the request's body. */
export interface RequestRead {
  /** Whether somebody began to read it before. */
  readonly isUsed: boolean
  readonly isOver: boolean
}

export const requestReadRules: readonly Rule<RequestRead>[] = [
  {
    code: 'LINT-310',
    sentence: 'The body of a request is read once.',
    clause: 'SPEC §3.3',
    severity: 'error',
    check: ({ isUsed }) => (isUsed ? 'a second reader' : undefined),
  },
  {
    code: 'LINT-311',
    sentence: 'The body of a request is not read after the exchange is over.',
    clause: 'SPEC §3.3',
    severity: 'error',
    check: ({ isOver }) => (isOver ? 'a read after the end' : undefined),
  },
]

/** A read of the response's body. */
export interface ResponseRead {
  readonly isSecondReader: boolean
  readonly isOverlapping: boolean
}

export const responseReadRules: readonly Rule<ResponseRead>[] = [
  {
    code: 'LINT-344',
    sentence: 'The body of a response is read once.',
    clause: 'SPEC §5.4',
    severity: 'error',
    check: ({ isSecondReader }) => (isSecondReader ? 'a second reader' : undefined),
  },
  {
    code: 'LINT-345',
    sentence: 'The next chunk of a response is asked for when the one before has come.',
    clause: 'SPEC §5.4',
    severity: 'error',
    check: ({ isOverlapping }) => (isOverlapping ? 'a read while another was under way' : undefined),
  },
]

/** The state of a response's body after the exchange. */
export interface Leftover {
  readonly outcome: Completion['outcome']
  readonly isStopped: boolean
  readonly isOpen: boolean
  readonly isBegun: boolean
}

export const leftoverRules: readonly Rule<Leftover>[] = [
  {
    code: 'LINT-346',
    sentence: 'The body of a response that somebody begins to read is read to its end or cancelled.',
    clause: 'SPEC §5.4',
    severity: 'error',
    check: ({ isStopped, isBegun }) => (isBegun && !isStopped ? 'a body that was left in the middle' : undefined),
  },
  {
    code: 'LINT-347',
    sentence: 'A `ReadableStream` that nobody reads is cancelled: by the server, and by a middleware that answers with another body.',
    clause: 'SPEC §5.4',
    severity: 'warn',
    // Whoever did not begin before the client left may still come to cancel it.
    check: ({ outcome, isStopped, isOpen, isBegun }) =>
      isOpen && !isBegun && !isStopped && outcome === 'sent' ? 'a stream that nobody read or cancelled' : undefined,
  },
]
