/** What an account may be. */
export type Role = 'reader' | 'editor' | 'admin'

/** All roles in their order. */
export const roles: readonly Role[] = ['reader', 'editor', 'admin']

/** Roles in their order, with 0 for visitors without an account: who has a rank may do what lower ones may. */
export type Rank = 0 | 1 | 2 | 3

/** The ranks, each under its name. */
export const ranks: Readonly<Record<'everybody' | Role, Rank>> = { everybody: 0, reader: 1, editor: 2, admin: 3 }

/** The rank of a role, and that of a visitor without one. */
export function rankOf(role: Role | undefined): Rank {
  return role === undefined ? ranks.everybody : ranks[role]
}

/** The role of this name. */
export function roleOf(name: string): Role | undefined {
  return roles.find((role) => role === name)
}

/** The rank that a number is. */
export function rankFrom(value: unknown): Rank | undefined {
  return Object.values(ranks).find((rank) => rank === Number(value) && value !== null && value !== '')
}
