import type { Transaction } from 'kysely'
import type { Database } from './database.ts'
import { roleOf, type Role } from './rank.ts'
import type { Tables } from './tables.ts'

/** An account. */
export interface User {
  readonly id: number
  readonly name: string
  readonly role: Role
  /** The hash of the password. */
  readonly password: string
  /** ISO 8601, UTC. */
  readonly joinedAt: string
  /** ISO 8601, UTC; `null` for an account that may log in. */
  readonly disabledAt: string | null
}

/** UTF-16 code units a user's name may have. */
export const longestName = 40

/** PostgreSQL's `integer`. */
const largestId = 2_147_483_647

/** The name as it is compared: `Ann`, `ann` and a full-width `Ａｎｎ` are one. */
export function keyOfName(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase()
}

/** Why nobody can have this name, in words for the visitor; `undefined` when one can. */
export function problemWithName(name: string): string | undefined {
  if (name.length > longestName) return `A name has at most ${longestName} characters.`
  if (!/^[\p{L}\p{N}][\p{L}\p{N}\p{M}._ -]*$/u.test(name))
    return 'A name begins with a letter or a digit; dots, hyphens, underscores and spaces may follow.'
  return undefined
}

/** The account with this name. */
export async function findUserByName({ query }: Pick<Database, 'query'>, name: string): Promise<User | undefined> {
  // Nobody is called so, and PostgreSQL takes no NUL.
  if (problemWithName(name.trim()) !== undefined) return undefined
  const row = await query.selectFrom('users').selectAll().where('key', '=', keyOfName(name)).executeTakeFirst()
  return row && userOf(row)
}

/** The account with this id. */
export async function findUser({ query }: Pick<Database, 'query'>, id: number): Promise<User | undefined> {
  if (id > largestId) return undefined
  const row = await query.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()
  return row && userOf(row)
}

/** All accounts by name. */
export async function listUsers({ query }: Pick<Database, 'query'>): Promise<User[]> {
  const rows = await query.selectFrom('users').selectAll().orderBy('key').execute()
  return rows.map(userOf)
}

/** Makes an account; `undefined`, and none is made, when the name is taken. */
export async function addUser(
  { query }: Pick<Database, 'query'>,
  { name, password, role }: Pick<User, 'name' | 'password' | 'role'>,
): Promise<User | undefined> {
  const row = await query
    .insertInto('users')
    .values({ name: name.trim(), key: keyOfName(name), password, role, joined_at: new Date().toISOString() })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returningAll()
    .executeTakeFirst()
  return row && userOf(row)
}

/** Replaces the hash of a password. */
export async function setPassword({ query }: Pick<Database, 'query'>, id: number, password: string): Promise<void> {
  await query.updateTable('users').set({ password }).where('id', '=', id).execute()
}

/** Replaces the hash of a password that stays the same, unless the password was changed meanwhile. */
export async function replaceHash({ query }: Pick<Database, 'query'>, id: number, password: string, previous: string): Promise<void> {
  await query.updateTable('users').set({ password }).where('id', '=', id).where('password', '=', previous).execute()
}

/** Replaces a role. False, and nothing is changed, where no administrator could log in any more. */
export async function setRole({ query }: Pick<Database, 'query'>, id: number, role: Role): Promise<boolean> {
  return query.transaction().execute(async (transaction) => {
    if (role !== 'admin' && !(await hasOtherAdmin(transaction, id))) return false
    await transaction.updateTable('users').set({ role }).where('id', '=', id).execute()
    return true
  })
}

/** Shuts an account out, which keeps its name. False, and nothing is changed, where no administrator could log in any more. */
export async function disableUser({ query }: Pick<Database, 'query'>, id: number): Promise<boolean> {
  return query.transaction().execute(async (transaction) => {
    if (!(await hasOtherAdmin(transaction, id))) return false
    await transaction.updateTable('users').set({ disabled_at: new Date().toISOString() }).where('id', '=', id).execute()
    return true
  })
}

/** Lets an account in again. */
export async function enableUser({ query }: Pick<Database, 'query'>, id: number): Promise<void> {
  await query.updateTable('users').set({ disabled_at: null }).where('id', '=', id).execute()
}

async function hasOtherAdmin(transaction: Transaction<Tables>, id: number): Promise<boolean> {
  // Who comes second waits here, and counts what the first has changed.
  await transaction.updateTable('users').set({ role: 'admin' }).where('role', '=', 'admin').execute()
  const admins = transaction.selectFrom('users').select('id').where('role', '=', 'admin').where('disabled_at', 'is', null)
  return (await admins.where('id', '<>', id).execute()).length > 0
}

interface UserRow {
  id: number
  name: string
  role: string
  password: string
  joined_at: string
  disabled_at: string | null
}

// Whatever else should be in the table may no more than read.
function userOf({ id, name, role, password, joined_at, disabled_at }: UserRow): User {
  return { id, name, role: roleOf(role) ?? 'reader', password, joinedAt: joined_at, disabledAt: disabled_at }
}
