import { passwords as hashing, type Passwords } from '../passwords/passwords.ts'
import type { Awaitable } from '../awaitable.ts'
import type { User } from '../user.ts'
import type { UserSource } from '../user-source.ts'
import { stampOf } from './stamp.ts'

/** A user with the hash of the password; null for one who has none. */
export interface StoredUser<Account extends User = User> {
  readonly user: Account
  readonly hash: string | null
}

/** A new hash for a password that stays the same. */
export interface Rehashed<Account extends User = User> {
  readonly user: Account
  readonly hash: string
  /** The hash until now: write the new one only where this one still is, for the password may have been changed meanwhile. */
  readonly previous: string
}

/** Options of `storedUsers`. */
export interface StoredUsersOptions<Account extends User = User> {
  /** Who signs in with this name, or null. */
  byName(name: string): Awaitable<StoredUser<Account> | null>
  /** Whom sessions remember by this id, or null for one who is gone or shut out. Default: sessions are not asked about. */
  byId?(id: string): Awaitable<StoredUser<Account> | null>
  /** Keeps a hash that is better than the one until now, when a user signs in. Default: hashes stay as they are. */
  rehash?(better: Rehashed<Account>): Awaitable<void>
  /** How passwords are hashed. Default: `passwords()`. */
  passwords?: Passwords
}

/** Users of a database, signed in by name and password. Where they have no `stamp`, the hash gives them one, so that sessions end when the password changes. */
export function storedUsers<Account extends User>(options: StoredUsersOptions<Account>): UserSource<Account> {
  const { byName, byId, rehash, passwords = hashing() } = options
  return {
    async verify(name, password) {
      const stored = await byName(name)
      const isRight = await passwords.verify(password, stored?.hash)
      return stored && isRight ? await welcome(stored) : null

      async function welcome({ user, hash }: StoredUser<Account>): Promise<Account> {
        if (hash === null || !rehash || !passwords.needsRehash(hash)) return stamped({ user, hash })
        const better = await passwords.hash(password)
        await rehash({ user, hash: better, previous: hash })
        return stamped({ user, hash: better })
      }
    },
    ...(byId && {
      find: async (id: string) => {
        const stored = await byId(id)
        return stored && stamped(stored)
      },
    }),
  }
}

function stamped<Account extends User>({ user, hash }: StoredUser<Account>): Account {
  return hash === null || user.stamp !== undefined ? user : { ...user, stamp: stampOf(user.id, hash) }
}
