import { isSame, withChanges, type Changes } from './merge.ts'
import { expiryOf, type SessionState } from './session-state.ts'
import type { Settings } from './settings.ts'

/** What a request wants of its session besides changes to the data. */
export interface Wishes {
  /** A new id. */
  renewed?: boolean
  /** The user who signed in. */
  owner?: string
  /** Milliseconds from now until the end. */
  life?: number
  remembered?: boolean
}

/** The state that changes and wishes make of a state that was kept, or of none. */
export function stateAfter(before: SessionState | undefined, changes: Changes, wishes: Wishes, settings: Settings): SessionState {
  const now = settings.now()
  const begins = !before || wishes.owner !== undefined
  const times =
    wishes.life !== undefined
      ? { endsAt: now + wishes.life, idle: 0 }
      : !begins
        ? before
        : { endsAt: now + settings.absoluteTimeout, idle: settings.idleTimeout }
  const { endsAt, idle } = times
  return {
    values: withChanges(before?.values ?? new Map(), changes),
    owner: wishes.owner ?? before?.owner ?? null,
    createdAt: begins ? now : before.createdAt,
    endsAt,
    idle,
    remembered: wishes.remembered ?? before?.remembered ?? settings.remember,
    expiresAt: expiryOf({ idle, endsAt }, now),
  }
}

/** Whether there is something to write. */
export function isChanged(before: SessionState, changes: Changes | undefined, { renewed, owner, life, remembered }: Wishes): boolean {
  if (renewed || life !== undefined || owner !== undefined) return true
  if (remembered !== undefined && remembered !== before.remembered) return true
  return changes !== undefined && [...changes].some(([key, json]) => !isSame(json, before.values.get(key)))
}
