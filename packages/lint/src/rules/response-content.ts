import { fieldOf, type Answer } from '../answer.ts'
import { isIn } from '../grammar.ts'
import type { Rule } from '../rule.ts'
import { show, unless } from '../show.ts'

/** How long a body is beside how long it was said to be. */
export interface Length {
  readonly declared: number | undefined
  /** So far. */
  readonly bytes: number
  readonly isWhole: boolean
}

export const lengthRules: readonly Rule<Length>[] = [
  {
    code: 'LINT-231',
    sentence: 'A `content-length` equals the bytes of the body; on HEAD and 304 it is that of the body which GET would have.',
    clause: 'RFC 9110 §8.6',
    severity: 'error',
    check({ declared, bytes, isWhole }) {
      if (declared === undefined || bytes === declared || (!isWhole && bytes < declared)) return undefined
      return `${isWhole ? '' : 'already '}${bytes} bytes with content-length: ${declared}`
    },
  },
]

export const contentRules: readonly Rule<Answer>[] = [
  {
    code: 'LINT-230',
    sentence: 'A `content-length` is one number in decimal digits.',
    clause: 'RFC 9110 §8.6',
    severity: 'error',
    check(answer) {
      const length = fieldOf(answer, 'content-length')
      return unless(length === undefined || /^\d{1,15}$/.test(length), length)
    },
  },
  {
    code: 'LINT-232',
    sentence: 'A 204 has no `content-length`, and that of a 205 is zero.',
    clause: 'RFC 9110 §8.6, §15.3.6',
    severity: 'error',
    check(answer) {
      const length = fieldOf(answer, 'content-length')
      const isWrong = length !== undefined && (answer.status === 204 || (answer.status === 205 && length !== '0'))
      return isWrong ? `${answer.status} with content-length: ${length}` : undefined
    },
  },
  {
    code: 'LINT-233',
    sentence: 'A `content-type` is a media type.',
    clause: 'RFC 9110 §8.3',
    severity: 'error',
    check(answer) {
      const type = fieldOf(answer, 'content-type')
      return unless(type === undefined || isIn('mediaType', type), type)
    },
  },
  {
    code: 'LINT-234',
    sentence: 'A response with a body has a `content-type`.',
    clause: 'RFC 9110 §8.3',
    severity: 'warn',
    check: (answer) => (answer.bytes !== 0 && fieldOf(answer, 'content-type') === undefined ? 'a body of no type' : undefined),
  },
  {
    code: 'LINT-235',
    sentence: 'A response without a body has no `content-type`, but for the answer to HEAD.',
    clause: 'RFC 9110 §8.3',
    severity: 'warn',
    check(answer) {
      const type = fieldOf(answer, 'content-type')
      return answer.source === null && answer.method !== 'HEAD' && type !== undefined ? `${show(type)} and no body` : undefined
    },
  },
  {
    code: 'LINT-236',
    sentence: 'A `content-type` of text says its charset, but for `text/event-stream`, which is UTF-8.',
    clause: 'RFC 9110 §8.3.2',
    severity: 'warn',
    check(answer) {
      const type = fieldOf(answer, 'content-type')?.toLowerCase() ?? ''
      return unless(!type.startsWith('text/') || type.startsWith('text/event-stream') || type.includes('charset='), type)
    },
  },
]
