import { fieldsIn } from '../fields.ts'
import { isPromise, missingMethods, read } from '../read.ts'
import type { Rule } from '../rule.ts'
import { show, unless } from '../show.ts'

export const promiseRules: readonly Rule<{ readonly name: string; readonly value: unknown }>[] = [
  {
    code: 'LINT-323',
    sentence: '`completed` and `trailers` are promises.',
    clause: 'SPEC §3.7',
    severity: 'error',
    check: ({ name, value }) => (isPromise(value) ? undefined : `${name} is ${show(value)}`),
  },
]

export const completionRules: readonly Rule<unknown>[] = [
  {
    code: 'LINT-324',
    sentence:
      '`completed` tells the outcome (`sent`, `aborted` or `failed`), the bytes of the body that were handed to the connection, and the milliseconds.',
    clause: 'SPEC §3.7',
    severity: 'error',
    check(completion) {
      const [outcome, bytes, milliseconds] = ['outcome', 'bytes', 'milliseconds'].map((name) => read(completion, name))
      const isRight =
        ['sent', 'aborted', 'failed'].includes(String(outcome)) &&
        Number.isSafeInteger(bytes) &&
        Number(bytes) >= 0 &&
        isDuration(milliseconds)
      return isRight ? undefined : `outcome ${show(outcome)}, bytes ${show(bytes)}, milliseconds ${show(milliseconds)}`
    },
  },
]

export const rejectionRules: readonly Rule<unknown>[] = [
  {
    code: 'LINT-325',
    sentence: '`completed` never rejects.',
    clause: 'SPEC §3.7',
    severity: 'error',
    check: (error) => show(error),
  },
]

export const trailerRules: readonly Rule<{ readonly trailers: unknown; readonly can: unknown }>[] = [
  {
    code: 'LINT-326',
    sentence: '`trailers` settles with fields that can be read as `headers` can, and with none where `can.trailers` is false.',
    clause: 'SPEC §3.7',
    severity: 'error',
    check({ trailers, can }) {
      const missing = missingMethods(trailers, ['get', 'has', 'forEach', Symbol.iterator])
      if (missing.length > 0) return `no ${missing.join(', ')}`
      return read(can, 'trailers') === false && fieldsIn(trailers).length > 0 ? 'trailers that this gateway cannot carry' : undefined
    },
  },
]

export const waitRules: readonly Rule<unknown>[] = [
  {
    code: 'LINT-334',
    sentence: '`waitUntil` takes a promise.',
    clause: 'SPEC §3.6',
    severity: 'error',
    check: (promise) => unless(isPromise(promise), promise),
  },
]

export const lateWaitRules: readonly Rule<{ readonly isOver: boolean }>[] = [
  {
    code: 'LINT-335',
    sentence:
      '`waitUntil` is called before the exchange is over, or within work that was handed to it before: later the process may be gone.',
    clause: 'SPEC §3.6',
    severity: 'error',
    check: ({ isOver }) => (isOver ? 'a call after the end' : undefined),
  },
]

export const failedWorkRules: readonly Rule<unknown>[] = [
  {
    code: 'LINT-336',
    sentence: 'Work handed to `waitUntil` deals with its own failures: the server can only write them to its log.',
    clause: 'SPEC §3.6',
    severity: 'warn',
    check: (error) => show(error),
  },
]

function isDuration(value: unknown): boolean {
  return typeof value === 'number' && value >= 0
}
