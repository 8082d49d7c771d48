import type { Kysely } from 'kysely'

/** Adds to each account when it was disabled. */
export async function letUsersBeDisabled(query: Kysely<never>): Promise<void> {
  await query.schema.alterTable('users').addColumn('disabled_at', 'text').execute()
}
