import type { Arrival } from '../arrival.ts'
import { lengthIn } from '../fields.ts'
import { missingMethods, read } from '../read.ts'
import type { Rule } from '../rule.ts'
import { show } from '../show.ts'

export const requestBodyRules: readonly Rule<Arrival>[] = [
  {
    code: 'LINT-130',
    sentence: 'The `body` is `null`, or an async iterable with `used`, `bytes()`, `text()` and `json()`.',
    clause: 'SPEC §3.3',
    severity: 'error',
    check({ context: { body } }) {
      if (body === null) return undefined
      const missing = missingMethods(body, [Symbol.asyncIterator, 'bytes', 'text', 'json'])
      if (missing.length > 0) return `${show(body)} without ${missing.join(', ')}`
      return typeof read(body, 'used') === 'boolean' ? undefined : `used is ${show(read(body, 'used'))}`
    },
  },
  {
    code: 'LINT-131',
    sentence: 'A request whose `content-length` is above zero has a body.',
    clause: 'RFC 9110 §8.6, SPEC §3.3',
    severity: 'error',
    check({ context, fields }) {
      const length = lengthIn(fields) ?? 0
      return length > 0 && context.body === null ? `content-length: ${length} and no body` : undefined
    },
  },
  {
    code: 'LINT-132',
    sentence: 'A body that is handed on is unread.',
    clause: 'SPEC §3.3',
    severity: 'error',
    check: ({ context }) => (read(context.body, 'used') === true ? 'a body somebody began to read' : undefined),
  },
  {
    code: 'LINT-133',
    sentence: 'An application is called at most once with the same body; a middleware that calls again hands a body of its own, or none.',
    clause: 'SPEC §2.2',
    severity: 'error',
    check: ({ bodySeen }) => (bodySeen ? 'a second call with the same body' : undefined),
  },
]
