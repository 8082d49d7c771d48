import { fieldsIn, type Fields } from './fields.ts'
import type { Provenance } from './layer.ts'
import { isObject } from './read.ts'
import { memberOf, type Unproven } from './unproven.ts'

/** A context arriving at a lint. */
export interface Arrival {
  readonly context: Unproven
  readonly url: URL | undefined
  readonly fields: Fields
  readonly provenance: Provenance
  /** Whether this lint's application was called with the same body before. */
  readonly bodySeen: boolean
}

/** Reads what the rules need to know of a context. */
export function arrivalOf(context: Unproven, provenance: Provenance, bodySeen: boolean): Arrival {
  return { context, provenance, bodySeen, url: memberOf(context, 'url', isUrl), fields: fieldsIn(memberOf(context, 'headers', isObject)) }
}

function isUrl(value: unknown): value is URL {
  return value instanceof URL
}
