import { isAuthority } from '@gangway/gateway'
import type { Arrival } from '../arrival.ts'
import { valueIn } from '../fields.ts'
import { isIn } from '../grammar.ts'
import { missingMethods, read } from '../read.ts'
import type { Rule } from '../rule.ts'
import { show, unless } from '../show.ts'

const readers = ['get', 'has', 'getSetCookie', 'keys', 'values', 'entries', 'forEach', Symbol.iterator]

// RFC 9110 §7.6.1
const hopByHop = ['connection', 'keep-alive', 'proxy-connection', 'te', 'transfer-encoding']

export const requestFieldRules: readonly Rule<Arrival>[] = [
  {
    code: 'LINT-120',
    sentence:
      'The `headers` can be read as a Fetch `Headers`: `get`, `has`, `getSetCookie`, `keys`, `values`, `entries`, `forEach`, iteration.',
    clause: 'SPEC §3.2',
    severity: 'error',
    check({ context }) {
      const missing = missingMethods(context.headers, readers)
      return missing.length === 0 ? undefined : `no ${missing.join(', ')}`
    },
  },
  {
    code: 'LINT-121',
    sentence: 'The `headers` of a request are read-only.',
    clause: 'SPEC §3.2',
    severity: 'error',
    check: ({ context }) => (canAppend(context.headers) ? 'headers that took another field' : undefined),
  },
  {
    code: 'LINT-122',
    sentence: "The names of the request's fields are tokens in lower case.",
    clause: 'RFC 9110 §5.1, SPEC §3.2',
    severity: 'error',
    check({ fields }) {
      const wrong = fields.find(([name]) => !isIn('token', name) || name !== name.toLowerCase())
      return wrong && show(wrong[0])
    },
  },
  {
    code: 'LINT-123',
    sentence:
      "The values of the request's fields are latin1 text without CR, LF, NUL and other control characters, and without space around them.",
    clause: 'RFC 9110 §5.5',
    severity: 'error',
    check({ fields }) {
      const wrong = fields.find(([, value]) => !isIn('fieldValue', value))
      return wrong && `${wrong[0]}: ${show(wrong[1])}`
    },
  },
  {
    code: 'LINT-124',
    sentence: "The names of the request's fields are matched without regard to case.",
    clause: 'RFC 9110 §5.1',
    severity: 'error',
    check({ context: { headers }, fields: [first] }) {
      const get = read(headers, 'get')
      if (!first || typeof get !== 'function') return undefined
      const name = first[0].toUpperCase()
      const value: unknown = Reflect.apply(get, headers, [name])
      return value === first[1] ? undefined : `${name} is ${show(value)}, ${first[0]} is ${show(first[1])}`
    },
  },
  {
    code: 'LINT-125',
    sentence: 'There is at most one `host`, and it is a host with an optional port.',
    clause: 'RFC 9110 §7.2, RFC 9112 §3.2',
    severity: 'error',
    check({ fields }) {
      const host = valueIn(fields, 'host')
      return unless(host === undefined || isAuthority(host), host)
    },
  },
  {
    code: 'LINT-126',
    sentence:
      'Fields that belong to the connection stay with the server: `connection`, `keep-alive`, `proxy-connection`, `te`, `transfer-encoding`, and `upgrade` unless `can.upgrade` is true.',
    clause: 'RFC 9110 §7.6.1',
    severity: 'error',
    check({ context, fields }) {
      const kept = read(context.can, 'upgrade') === true ? hopByHop : [...hopByHop, 'upgrade']
      return fields.find(([name]) => kept.includes(name))?.[0]
    },
  },
  {
    code: 'LINT-127',
    sentence: 'A `content-length` is one number in decimal digits.',
    clause: 'RFC 9110 §8.6',
    severity: 'error',
    check({ fields }) {
      const length = valueIn(fields, 'content-length')
      return unless(length === undefined || /^\d{1,15}$/.test(length), length)
    },
  },
  {
    code: 'LINT-128',
    sentence: 'A request does not have both `content-length` and `transfer-encoding`.',
    clause: 'RFC 9112 §6.3',
    severity: 'error',
    check: ({ fields }) =>
      unless(valueIn(fields, 'content-length') === undefined || valueIn(fields, 'transfer-encoding') === undefined, 'both'),
  },
  {
    code: 'LINT-129',
    sentence: 'A `proxy` field is never handed on: as a meta-variable it would be `HTTP_PROXY`.',
    clause: 'RFC 3875 §4.1.18, CVE-2016-5385',
    severity: 'error',
    check: ({ fields }) => unless(valueIn(fields, 'proxy') === undefined, valueIn(fields, 'proxy')),
  },
]

// Only trying tells: a list that throws may have the method, and one that takes the field gives it back.
function canAppend(headers: unknown): boolean {
  const [append, remove] = [read(headers, 'append'), read(headers, 'delete')]
  if (typeof append !== 'function') return false
  try {
    Reflect.apply(append, headers, ['x-gangway-lint', '1'])
  } catch {
    return false // As it should be.
  }
  if (typeof remove === 'function') Reflect.apply(remove, headers, ['x-gangway-lint'])
  return true
}
