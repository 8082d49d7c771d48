import type { Unproven } from '../unproven.ts'
import { isIn } from '../grammar.ts'
import type { Fields } from '../fields.ts'
import { isObject, read } from '../read.ts'
import type { Rule } from '../rule.ts'
import { show, unless } from '../show.ts'

/** A call of `sendInformational`. */
export interface Interim {
  readonly status: unknown
  readonly fields: Fields
  /** Whether the response was returned before. */
  readonly isLate: boolean
}

// RFC 9110 §7.6.1, and fields that frame the response which is to come
const forbidden = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'content-length']

export const interimRules: readonly Rule<Interim>[] = [
  {
    code: 'LINT-330',
    sentence: '`sendInformational` takes a status of 102 to 199: 100 and 101 are for the server.',
    clause: 'RFC 9110 §15.2',
    severity: 'error',
    check: ({ status }) => unless(Number.isInteger(status) && Number(status) >= 102 && Number(status) <= 199, status),
  },
  {
    code: 'LINT-331',
    sentence: 'The fields of an interim response are valid, and none is of the connection or frames a body.',
    clause: 'RFC 9110 §15.2, SPEC §3.6',
    severity: 'error',
    check({ fields }) {
      const wrong = fields.find(
        ([name, value]) => !isIn('token', name) || !isIn('fieldValue', value.trim()) || forbidden.includes(name.toLowerCase()),
      )
      return wrong && `${wrong[0]}: ${show(wrong[1])}`
    },
  },
  {
    code: 'LINT-332',
    sentence: 'Interim responses are sent before the response is returned.',
    clause: 'RFC 9110 §15.2',
    severity: 'warn',
    check: ({ isLate }) => (isLate ? 'a call after the response was returned' : undefined),
  },
]

/** What came of a call of `sendInformational`. */
export interface InterimOutcome {
  readonly can: unknown
  readonly error: unknown
}

export const interimOutcomeRules: readonly Rule<InterimOutcome>[] = [
  {
    code: 'LINT-333',
    sentence: '`sendInformational` throws a `NotSupportedError` where `can.informational` is false, and only there.',
    clause: 'SPEC §3.6',
    severity: 'error',
    check({ can, error }) {
      const isRefused = read(error, 'name') === 'NotSupportedError'
      if (read(can, 'informational') === true) return isRefused ? 'a refusal where can.informational is true' : undefined
      return isRefused || isObject(error) ? undefined : 'no refusal where can.informational is false'
    },
  },
]

/** What `with()` gave. */
export interface Derivation {
  readonly original: object
  readonly derived: unknown
  readonly changes: unknown
}

const plain = ['method', 'mount', 'path', 'query']

export const derivationRules: readonly Rule<Derivation>[] = [
  {
    code: 'LINT-337',
    sentence: '`with()` gives another context, changed as it was told, that has the keys which were added to the first.',
    clause: 'SPEC §3.8',
    severity: 'error',
    check({ original, derived, changes }) {
      if (!isObject(derived) || derived === original) return derived === original ? 'the same context' : show(derived)
      const unchanged = plain.find((name) => read(changes, name) !== undefined && read(derived, name) !== read(changes, name))
      if (unchanged) return `${unchanged} is ${show(read(derived, unchanged))}`
      const lost = Object.keys(original).find((key) => !(key in derived))
      return lost && `no ${lost}`
    },
  },
]

/** A reading of `context.request`. */
export interface RequestReading {
  readonly request: unknown
  readonly context: Unproven
  /** What it was before, where it was read before. */
  readonly previous: unknown
}

export const requestRules: readonly Rule<RequestReading>[] = [
  {
    code: 'LINT-338',
    sentence: 'The `request` is a genuine Fetch `Request` with the method and URL of the context, and without a body on GET and HEAD.',
    clause: 'SPEC §3.3',
    severity: 'error',
    check({ request, context }) {
      if (!(request instanceof Request)) return show(request)
      if (request.method.toUpperCase() !== String(context.method).toUpperCase())
        return `method ${request.method} beside ${show(context.method)}`
      if (request.url.replace(/#.*/s, '') !== String(context.url)) return `url ${request.url} beside ${String(context.url)}`
      return (context.method === 'GET' || context.method === 'HEAD') && request.body !== null
        ? `a ${context.method} with a body`
        : undefined
    },
  },
  {
    code: 'LINT-339',
    sentence: 'The `request` is the same object each time.',
    clause: 'SPEC §3.3',
    severity: 'error',
    check: ({ request, previous }) => (previous !== undefined && previous !== request ? 'another Request' : undefined),
  },
]
