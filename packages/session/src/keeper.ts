import type { Awaitable } from './awaitable.ts'
import type { SessionState } from './session-state.ts'
import type { Identity } from './token.ts'

/** A session as it is kept: in a store, or in the client's cookie. */
export interface Kept {
  /** Names the session and opens nothing. */
  readonly id: string
  readonly version: number
  readonly state: SessionState
  /** What the cookie carries of a session in a store; undefined for one that is in the cookie as a whole. */
  readonly token: string | undefined
  /** Whether the cookie was made with an older key or in another format, and should be made anew. */
  readonly stale: boolean
}

/** Milliseconds for which it is remembered that a session has ended, so that requests under way then do not clear the cookie of the next one. */
export const mourning = 60_000

/** `ended`: the cookie was good until a moment ago, and a newer one may be on its way to the client already. */
export type Found = Kept | 'ended' | null

/** Where sessions are kept. What it is told of a session is the version that the caller knows. */
export interface Keeper {
  /** Whether `find` and `identify` answer at once. */
  readonly synchronous: boolean
  /** An identity for a session that is not kept yet. */
  identify(): Awaitable<Identity>
  /** The session of a cookie's value. */
  find(value: string): Awaitable<Found>
  /** The session as it is now. */
  reload(kept: Kept): Awaitable<Kept | null>
  create(identity: Identity, state: SessionState): Awaitable<Kept>
  save(kept: Kept, state: SessionState): Awaitable<Kept | 'conflict' | 'gone'>
  touch(kept: Kept, expiresAt: number): Awaitable<Kept | 'gone'>
  remove(kept: Kept, onlyThisVersion: boolean): Awaitable<'ok' | 'conflict' | 'gone'>
  /** What the cookie must be for a session. */
  cookieValue(kept: Kept): Awaitable<string>
  /** Forgets that a session was saved, because the client cannot be told. */
  discard?(kept: Kept): void
  /** Keeps a session elsewhere that is too large for a cookie, where that is possible. */
  spill?(kept: Kept): Awaitable<Kept>
  /** Forgets expired sessions. */
  sweep(now: number): Awaitable<void>
}
