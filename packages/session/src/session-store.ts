import type { Awaitable } from './awaitable.ts'

/** What a store keeps of a session. */
export interface SessionRecord {
  /** Text that only `@gangway/session` reads. */
  readonly data: string
  /** The user whose session it is, or null. */
  readonly owner: string | null
  /** Milliseconds since 1970. A store may forget the session after that, and not before. */
  readonly expiresAt: number
}

/** A record as a store returns it. */
export interface StoredRecord extends SessionRecord {
  /** The hash under which it is kept. */
  readonly id: string
  /** 1 when it was created, one more after each save. */
  readonly version: number
}

/**
 * Where sessions are kept. Ids are hashes: what is in a store opens no session. Each method is atomic, also between processes, and rejects when
 * the store cannot be asked.
 */
export interface SessionStore {
  /** Whether `load` answers at once, so that a session can be read without waiting. Default: `false`. */
  readonly synchronous?: boolean
  /** Inserts a record with version 1; false, and nothing is changed, when the id is taken. */
  create(id: string, record: SessionRecord): Awaitable<boolean>
  /** The record, or null when there is none. It may have expired. */
  load(id: string): Awaitable<StoredRecord | null>
  /** Replaces a record that still has this version. Never inserts: `gone` when there is none, `conflict` when it has another version. */
  save(id: string, record: SessionRecord, ifVersion: number): Awaitable<'ok' | 'conflict' | 'gone'>
  /** Moves the expiry, and nothing else; false when there is no record. */
  touch(id: string, expiresAt: number): Awaitable<boolean>
  /** Removes a record, where a version is given only if it still has that one. */
  remove(id: string, ifVersion?: number): Awaitable<'ok' | 'conflict' | 'gone'>
  /** The records of a user, in any order. */
  listByOwner(owner: string): Awaitable<readonly StoredRecord[]>
  /** Removes the records of a user but one, and returns how many they were. */
  removeByOwner(owner: string, exceptId?: string): Awaitable<number>
  /** Removes records that expired before `now`, at most `limit` of them, and returns how many they were; 0 where records expire by themselves. */
  sweep(now: number, limit: number): Awaitable<number>
}
