import type { Json } from './json.ts'
import { decodeValue, encodeValue } from './value-codec.ts'

/** What a request did to a key; undefined where it was deleted. */
export type Changes = ReadonlyMap<string, Json | undefined>

/** The three values of a key that two requests changed at once; undefined where there is none. */
export interface Conflict {
  readonly key: string
  /** What both began with. */
  readonly base: unknown
  /** What this request made of it. */
  readonly mine: unknown
  /** What the other request made of it, which is kept already. */
  readonly theirs: unknown
}

/** Who wins where two requests changed the same key at once; a function returns the value to keep. */
export type OnConflict = 'mine' | 'theirs' | 'error' | ((conflict: Conflict) => unknown)

/** Two requests changed the same key at once, and the options say that this is an error. */
export class SessionConflictError extends Error {
  override readonly name = 'SessionConflictError'
  readonly status = 409
}

/** The values with changes to them. */
export function withChanges(values: ReadonlyMap<string, Json>, changes: Changes): Map<string, Json> {
  const changed = new Map(values)
  for (const [key, json] of changes) {
    if (json === undefined) changed.delete(key)
    else changed.set(key, json)
  }
  return changed
}

/**
 * Changes made to one state of the values, as changes to another: three ways, key by key. Keys that only one side changed need no policy.
 * @throws {SessionConflictError} when both changed a key, and the policy is `error`.
 */
export function rebase(
  changes: Changes,
  base: ReadonlyMap<string, Json>,
  theirs: ReadonlyMap<string, Json>,
  onConflict: OnConflict,
): Changes {
  const rebased = new Map<string, Json | undefined>()
  for (const [key, mine] of changes) {
    const begun = base.get(key)
    const now = theirs.get(key)
    const isContested = !isSame(now, begun) && !isSame(now, mine)
    rebased.set(key, isContested ? resolved({ key, base: begun, mine, theirs: now }, onConflict) : mine)
  }
  return rebased
}

/** Whether two values are the same, undefined included. */
export function isSame(one: Json | undefined, other: Json | undefined): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other)
}

interface Contested {
  readonly key: string
  readonly base: Json | undefined
  readonly mine: Json | undefined
  readonly theirs: Json | undefined
}

function resolved({ key, base, mine, theirs }: Contested, onConflict: OnConflict): Json | undefined {
  if (onConflict === 'mine') return mine
  if (onConflict === 'theirs') return theirs
  if (onConflict === 'error') throw new SessionConflictError(`session: two requests changed ${JSON.stringify(key)} at once`)
  const value = onConflict({ key, base: decoded(base), mine: decoded(mine), theirs: decoded(theirs) })
  return value === undefined ? undefined : encodeValue(value, key)
}

function decoded(json: Json | undefined): unknown {
  return json === undefined ? undefined : decodeValue(json)
}
