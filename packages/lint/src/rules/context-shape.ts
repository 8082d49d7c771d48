import { missingMethods } from '../read.ts'
import type { Rule } from '../rule.ts'
import { unless } from '../show.ts'
import type { Arrival } from '../arrival.ts'
import type { Unproven } from '../unproven.ts'

/** The methods of a context. */
export const contextMethods = ['sendInformational', 'waitUntil', 'log', 'with'] as const

/** The members of a context, methods included. */
export const contextMembers: readonly (keyof Unproven)[] = [
  'method',
  'url',
  'mount',
  'path',
  'query',
  'target',
  'headers',
  'body',
  'request',
  'signal',
  'client',
  'tls',
  'gateway',
  'can',
  'trailers',
  'completed',
  ...contextMethods,
]

/** What an application is called with, before anything else is asked of it. */
export const callRules: readonly Rule<unknown>[] = [
  {
    code: 'LINT-101',
    sentence: 'An application is called with a context: an object to which middleware can add keys.',
    clause: 'SPEC §3',
    severity: 'error',
    check: (context) => unless(typeof context === 'object' && context !== null && Object.isExtensible(context), context),
  },
]

export const shapeRules: readonly Rule<Arrival>[] = [
  {
    code: 'LINT-102',
    sentence: 'A context has every member of §3, and those that are methods can be called.',
    clause: 'SPEC §3',
    severity: 'error',
    check({ context }) {
      const missing = contextMembers.filter((member) => !(member in context))
      const broken = missingMethods(context, contextMethods)
      const names = [...new Set([...missing, ...broken])]
      return names.length === 0 ? undefined : `no ${names.join(', ')}`
    },
  },
]
