import { isJsonObject, type Json } from './json.ts'

/** All there is to a session but its id and version. Times are milliseconds since 1970. */
export interface SessionState {
  readonly values: ReadonlyMap<string, Json>
  readonly owner: string | null
  readonly createdAt: number
  /** The end that no activity moves. */
  readonly endsAt: number
  /** Milliseconds of inactivity until the end; 0 where only `endsAt` counts. */
  readonly idle: number
  /** Whether the cookie outlives the browser's session. */
  readonly remembered: boolean
  /** The sooner of `endsAt` and the end by inactivity. */
  readonly expiresAt: number
}

const format = 1

// About 300 years: the dates of stores and cookies end not far behind.
const longestSpan = 10_000_000_000

/**
 * Checks how long a session is to last; `name` is said to the one who gave it.
 * @throws {TypeError} when it is no such time.
 */
export function checkSpan(name: string, seconds: number): void {
  if (typeof seconds === 'number' && seconds > 0 && seconds <= longestSpan) return
  throw new TypeError(`session: ${name} a number of seconds above 0, and not above ${longestSpan}`)
}

/** When a session that is active now ends. */
export function expiryOf({ idle, endsAt }: Pick<SessionState, 'idle' | 'endsAt'>, now: number): number {
  return idle > 0 ? Math.min(now + idle, endsAt) : endsAt
}

/** A state as JSON, without what a store keeps beside it: owner and `expiresAt`. */
export function packState({ values, createdAt, endsAt, idle, remembered }: SessionState): Json[] {
  return [format, createdAt, endsAt - createdAt, idle, remembered ? 1 : 0, Object.fromEntries(values)]
}

/** The state of what `packState` made, or null when it is something else. */
export function unpackState(packed: Json | undefined, owner: string | null, expiresAt: number): SessionState | null {
  if (!Array.isArray(packed)) return null
  const [version, createdAt, life, idle, remembered, values]: readonly (Json | undefined)[] = packed
  if (version !== format || typeof createdAt !== 'number' || typeof life !== 'number' || typeof idle !== 'number' || !isJsonObject(values))
    return null
  return {
    values: new Map(Object.entries(values)),
    owner,
    createdAt,
    endsAt: createdAt + life,
    idle,
    remembered: remembered === 1,
    expiresAt,
  }
}
