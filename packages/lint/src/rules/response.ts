import type { BodySource } from '@gangway/gateway'
import { isOwn, isResponse, isStreamed, type Answer } from '../answer.ts'
import { isObject, read } from '../read.ts'
import type { Rule } from '../rule.ts'
import { show, unless } from '../show.ts'

/** What an application returned. */
export const returnRules: readonly Rule<unknown>[] = [
  {
    code: 'LINT-201',
    sentence: 'An application returns a `Response`, or a promise of one.',
    clause: 'SPEC §2.1',
    severity: 'error',
    check: (value) => unless(isResponse(value), value),
  },
]

/** What an application threw, or its promise rejected with. */
export const failureRules: readonly Rule<unknown>[] = [
  {
    code: 'LINT-202',
    sentence: 'A `Response` is returned, not thrown.',
    clause: 'SPEC §6',
    severity: 'warn',
    check: (error) => (isResponse(error) ? `a thrown Response with status ${error.status}` : undefined),
  },
  {
    code: 'LINT-203',
    sentence: 'What an application throws is an `Error`.',
    clause: 'SPEC §6',
    severity: 'warn',
    check: (error) => unless(error instanceof Error || isResponse(error), error),
  },
]

export const responseRules: readonly Rule<Answer>[] = [
  {
    code: 'LINT-204',
    sentence: 'The `Response` is of the realm of the server: `instanceof Response` holds.',
    clause: 'SPEC §4.1',
    severity: 'warn',
    check: ({ response }) => unless(isOwn(response), response),
  },
  {
    code: 'LINT-205',
    sentence: 'The body of the response is unread, and its stream is not locked.',
    clause: 'SPEC §4.1',
    severity: 'error',
    check: ({ response, source }) => (response.bodyUsed || read(source, 'locked') === true ? 'a body somebody began to read' : undefined),
  },
]

export const statusRules: readonly Rule<Answer>[] = [
  {
    code: 'LINT-208',
    sentence: 'The status is an integer of 200 to 599; behind `fetch` it may be the 101 of the platform.',
    clause: 'RFC 9110 §15, SPEC §4.2',
    severity: 'error',
    check: ({ status, protocol }) =>
      unless((Number.isInteger(status) && status >= 200 && status <= 599) || (status === 101 && protocol === 'fetch'), status),
  },
  {
    code: 'LINT-209',
    sentence: 'The status text is latin1 text without control characters.',
    clause: 'RFC 9112 §4',
    severity: 'error',
    check: ({ response: { statusText } }) =>
      unless(typeof statusText === 'string' && /^[\t\x20-\x7e\x80-\xff]*$/.test(statusText), statusText),
  },
  {
    code: 'LINT-210',
    sentence: 'A response with status 204, 205 or 304 has no body.',
    clause: 'RFC 9110 §15.3.5, §15.3.6, §15.4.5',
    severity: 'error',
    check: ({ status, source }) => ([204, 205, 304].includes(status) && source !== null ? `${status} with ${show(source)}` : undefined),
  },
]

export const sourceRules: readonly Rule<Answer>[] = [
  {
    code: 'LINT-206',
    sentence: 'The body is made of text, bytes, a file, an async iterable, a `ReadableStream`, or nothing.',
    clause: 'SPEC §4.3',
    severity: 'error',
    check: ({ source }) => unless(isSource(source), source),
  },
  {
    code: 'LINT-207',
    sentence: 'A body that is a stream or an async iterable is returned once.',
    clause: 'SPEC §4.3',
    severity: 'error',
    check: ({ sourceSeen }) => (sourceSeen ? 'a stream that was returned before' : undefined),
  },
]

function isSource(source: BodySource): boolean {
  if (source === null || typeof source === 'string' || source instanceof Uint8Array || isStreamed(source)) return true
  return isObject(source) && typeof read(source, 'stat') === 'function' && typeof read(source, 'open') === 'function'
}
