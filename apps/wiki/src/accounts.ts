import { formLogin, passwords, storedUsers, type FormLogin, type Passwords, type UserSource } from '@gangway/auth'
import { sessionsOf } from '@gangway/session'
import { storedAttempts } from './model/attempts.ts'
import type { Database } from './model/database.ts'
import type { Role } from './model/rank.ts'
import { findUser, findUserByName, replaceHash, type User } from './model/users.ts'

/** Who is logged in. */
export interface WikiUser {
  readonly id: string
  readonly name: string
  readonly role: Role
  /** Changes with the password. */
  readonly stamp?: string
}

/** How accounts are checked and used. */
export interface Accounts {
  readonly login: FormLogin<WikiUser>
  readonly users: UserSource<WikiUser>
  readonly passwords: Passwords
}

/** The accounts of a database. */
export function accountsOf(database: Database): Accounts {
  const hashing = passwords()
  const users = storedUsers<WikiUser>({
    byName: async (name) => storedUser(await findUserByName(database, name)),
    byId: async (id) => storedUser(await findUser(database, Number(id))),
    rehash: ({ user, hash, previous }) => replaceHash(database, Number(user.id), hash, previous),
    passwords: hashing,
  })
  const login = formLogin({
    users,
    attempts: { store: storedAttempts(database) },
    revoke: (userId, exceptId) => sessionsOf(database.sessions, userId).revokeAll(exceptId === undefined ? {} : { exceptId }),
  })
  return { login, users, passwords: hashing }
}

function storedUser(user: User | undefined): { user: WikiUser; hash: string } | null {
  // Sessions of an account that is shut out end with the next request, and so does every try to log in.
  return user && user.disabledAt === null ? { user: { id: String(user.id), name: user.name, role: user.role }, hash: user.password } : null
}
