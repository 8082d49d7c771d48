import type { Arrival } from '../arrival.ts'
import type { Rule } from '../rule.ts'
import { requestBodyRules } from './context-body.ts'
import { clientRules } from './context-client.ts'
import { gatewayRules } from './context-gateway.ts'
import { requestFieldRules } from './context-headers.ts'
import { shapeRules } from './context-shape.ts'
import { urlRules } from './context-url.ts'
import { handingRules } from './handing-on.ts'

/** What is checked of a context that arrives, in this order. */
export const arrivalRules: readonly (readonly Rule<Arrival>[])[] = [
  handingRules,
  shapeRules,
  urlRules,
  requestFieldRules,
  requestBodyRules,
  clientRules,
  gatewayRules,
]
