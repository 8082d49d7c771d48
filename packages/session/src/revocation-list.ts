import { andThen, type Awaitable } from './awaitable.ts'
import { askStore } from './session-store-error.ts'
import type { SessionStore } from './session-store.ts'

/** Which sealed sessions have ended before their time: the part of them that a server must know. */
export interface RevocationList {
  readonly synchronous: boolean
  /** When this session, or all of its owner's from its time, were revoked, in milliseconds since 1970; 0 when they were not. */
  revokedAt(id: string, session: { readonly owner: string | null; readonly createdAt: number }): Awaitable<number>
  /** Ends a session. `until` is when it would have ended at the latest, in milliseconds since 1970. */
  revoke(id: string, until: number): Awaitable<void>
  /** Ends all sessions of a user that were made until now, but one. `until` is when the last of them would have ended. */
  revokeOwner(owner: string, until: number, exceptId?: string): Promise<void>
}

/** A revocation list in any store for sessions, one short record for each id and each user. */
export function revocationList(store: SessionStore, now: () => number = Date.now): RevocationList {
  const ownerRevokedAt = (id: string, owner: string, createdAt: number): Awaitable<number> =>
    andThen(store.load(ownerKey(owner)), (record) => {
      if (!record || record.expiresAt <= now()) return 0
      const [before, exceptId] = record.data.split(' ')
      return createdAt <= Number(before) && id !== exceptId ? Number(before) : 0
    })
  return {
    synchronous: store.synchronous === true,
    revokedAt: (id, { owner, createdAt }) =>
      askStore(() =>
        andThen(store.load(sessionKey(id)), (record) => {
          if (record) return Number(record.data)
          return owner === null ? 0 : ownerRevokedAt(id, owner, createdAt)
        }),
      ),
    revoke: (id, until) =>
      askStore(() => andThen(store.create(sessionKey(id), { data: String(now()), owner: null, expiresAt: until }), () => undefined)),
    async revokeOwner(owner, until, exceptId = '') {
      const [key, record] = [ownerKey(owner), { data: `${now()} ${exceptId}`, owner: null, expiresAt: until }]
      if (await askStore(() => store.create(key, record))) return
      const before = await askStore(() => store.load(key))
      // A conflict is another revocation of this moment, and a record that is gone one that had just expired.
      const saved = before ? await askStore(() => store.save(key, record, before.version)) : 'gone'
      if (saved === 'gone') await askStore(() => store.create(key, record))
    },
  }
}

function sessionKey(id: string): string {
  return `revoked.${id}`
}

function ownerKey(owner: string): string {
  return `revoked-owner.${owner}`
}
