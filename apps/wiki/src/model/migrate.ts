import { postgresSchema } from '@gangway/session-postgres'
import { sql, type Kysely } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import type { Database } from './database.ts'
import { letUsersBeDisabled } from './disabled-users-migration.ts'
import { createFirstTables } from './first-tables.ts'
import { letPagesBeDeleted } from './deleted-pages-migration.ts'

/**
 * Brings the tables up to date, once: of several processes that start at the same time one does it.
 * @throws Error that says what is wrong with the database.
 */
export async function migrate({ query, dialect }: Pick<Database, 'query' | 'dialect'>): Promise<void> {
  const migrations = migrationsFor(dialect)
  const migrator = new Migrator({ db: query, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error === undefined) return
  const reason = error instanceof Error ? error.message : 'without a reason'
  throw new Error(`wiki: cannot bring the tables of the database up to date (${reason})`, { cause: error })
}

/** The steps from an empty database to the present tables, by name in their order. */
export function migrationsFor(dialect: Database['dialect']): Record<string, Migration> {
  return {
    '0001-first-tables': {
      async up(query: Kysely<never>) {
        await createFirstTables(query, dialect)
        if (dialect === 'postgres') for (const statement of postgresSchema()) await sql.raw(statement).execute(query)
      },
    },
    '0002-deleted-pages': { up: letPagesBeDeleted },
    '0003-disabled-users': { up: letUsersBeDisabled },
  }
}
