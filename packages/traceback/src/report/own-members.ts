import type { Allowance } from '../values/limits.ts'
import { describeFound } from '../values/describe-value.ts'
import { ownProperty } from '../values/own-property.ts'
import type { Member } from '../values/value.ts'

const shownElsewhere = new Set<PropertyKey>(['stack', 'message', 'name', 'cause', 'errors', 'error', 'suppressed'])
const most = 20

/** The properties that an error has besides those that every error has. */
export function ownMembers(error: object, allowance: Allowance): Member[] {
  const keys = Reflect.ownKeys(error).filter((key) => !shownElsewhere.has(key))
  return keys.slice(0, most).map((key) => ({ name: String(key).slice(0, 100), value: describeFound(ownProperty(error, key), allowance) }))
}
