import type { Arrival } from '../arrival.ts'
import type { Rule } from '../rule.ts'
import { contextMembers } from './context-shape.ts'

/** A key that is put on a context, or taken away. */
export interface KeyChange {
  readonly key: PropertyKey
  /** Whether the context has the key already, with another value; on a context that was derived all keys are free. */
  readonly isTaken: boolean
}

const members: ReadonlySet<PropertyKey> = new Set(contextMembers)

export const keyRules: readonly Rule<KeyChange>[] = [
  {
    code: 'LINT-350',
    sentence: 'Nobody replaces or removes a member of the context; who wants another `path` or `method` derives a context by `with()`.',
    clause: 'SPEC §3.8',
    severity: 'error',
    check: ({ key }) => (members.has(key) ? String(key) : undefined),
  },
  {
    code: 'LINT-351',
    sentence: 'A middleware does not replace or remove a key that is on the context; who must derives a context by `with()` first.',
    clause: 'SPEC §3.8',
    severity: 'error',
    check: ({ key, isTaken }) => (isTaken && !members.has(key) ? String(key) : undefined),
  },
]

export const handingRules: readonly Rule<Arrival>[] = [
  {
    code: 'LINT-352',
    sentence: 'A middleware hands on the context it was handed, or one derived from it by `with()`; a copy has lost the members.',
    clause: 'SPEC §2.2',
    severity: 'error',
    check: ({ provenance }) => (provenance === 'copied' ? 'a copy of the context' : undefined),
  },
  {
    code: 'LINT-353',
    sentence: 'A middleware does not drop the context it was handed for one of another making.',
    clause: 'SPEC §2.2',
    severity: 'warn',
    check: ({ provenance }) => (provenance === 'replaced' ? 'a context of another making' : undefined),
  },
]

/** A response that came through a middleware. */
export interface Passage {
  /** The fields that the same response had when a lint further inside returned it, where they were others. */
  readonly changed: string | undefined
}

export const passageRules: readonly Rule<Passage>[] = [
  {
    code: 'LINT-354',
    sentence: 'A middleware does not change a `Response` that it did not make; it makes another.',
    clause: 'SPEC §4.1',
    severity: 'error',
    check: ({ changed }) => changed,
  },
]
