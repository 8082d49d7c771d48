import type { SessionStore, StoredRecord } from './session-store.ts'
import { keptOf } from './stored-keeper.ts'
import { decodeValue } from './value-codec.ts'

/** One of a user's sessions, for a page that lists them. */
export interface UserSession {
  /** What `session.id` is in that session. */
  readonly id: string
  readonly createdAt: Date
  /** When it ends without further activity. */
  readonly expiresAt: Date
  /** A value of its data. */
  get(key: string): unknown
}

/** The sessions of a user in a store. */
export interface UserSessions {
  /** Those that have not expired, the newest first. */
  list(): Promise<readonly UserSession[]>
  /** Ends one of them; false when the user has no such session. */
  revoke(id: string): Promise<boolean>
  /** Ends all of them but one, and returns how many they were: "sign out everywhere". */
  revokeAll(options?: { readonly exceptId?: string }): Promise<number>
}

/** Lists and ends the sessions of a user who signed in with `session.owner(userId)`. */
export function sessionsOf(store: SessionStore, userId: string, now: () => number = Date.now): UserSessions {
  const live = async (): Promise<readonly StoredRecord[]> => (await store.listByOwner(userId)).filter(({ expiresAt }) => expiresAt > now())
  return {
    async list() {
      const sessions = (await live()).flatMap((record) => userSession(record) ?? [])
      return sessions.toSorted((one, other) => other.createdAt.getTime() - one.createdAt.getTime())
    },
    async revoke(id) {
      const isTheirs = (await live()).some((record) => record.id === id)
      return isTheirs && (await store.remove(id)) === 'ok'
    },
    revokeAll: async ({ exceptId } = {}) => await store.removeByOwner(userId, exceptId),
  }
}

function userSession(record: StoredRecord): UserSession | undefined {
  const state = keptOf(record, '')?.state
  return (
    state && {
      id: record.id,
      createdAt: new Date(state.createdAt),
      expiresAt: new Date(state.expiresAt),
      get(key) {
        const json = state.values.get(key)
        return json === undefined ? undefined : decodeValue(json)
      },
    }
  )
}
