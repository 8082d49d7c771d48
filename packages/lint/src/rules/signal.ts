import { missingMethods, read } from '../read.ts'
import type { Rule } from '../rule.ts'
import { unless } from '../show.ts'

export const signalRules: readonly Rule<unknown>[] = [
  {
    code: 'LINT-320',
    sentence: 'The `signal` is an `AbortSignal`.',
    clause: 'SPEC §3.7',
    severity: 'error',
    check: (signal) =>
      unless(
        typeof read(signal, 'aborted') === 'boolean' && missingMethods(signal, ['addEventListener', 'removeEventListener']).length === 0,
        signal,
      ),
  },
]

/** A signal that fired. */
export interface Abort {
  readonly reason: unknown
  /** Whether the exchange was over, and not by this signal. */
  readonly isOver: boolean
}

export const abortRules: readonly Rule<Abort>[] = [
  {
    code: 'LINT-321',
    sentence:
      'The reason of the `signal` is a `DOMException`: an `AbortError` when the client left, a `TimeoutError` when the application took too long.',
    clause: 'SPEC §3.7',
    severity: 'error',
    check: ({ reason }) =>
      unless(reason instanceof DOMException && (reason.name === 'AbortError' || reason.name === 'TimeoutError'), reason),
  },
  {
    code: 'LINT-322',
    sentence: 'The `signal` of the server does not fire after the exchange is over.',
    clause: 'SPEC §3.7',
    severity: 'error',
    check: ({ isOver }) => (isOver ? 'a signal that fired after the end' : undefined),
  },
]
