import { sql } from 'kysely'
import type { Database } from './database.ts'

/** The last migration; a test sees that it is. */
export const latestMigration = '0003-disabled-users'

/**
 * Opens a database, by the URL of a PostgreSQL one or the path of an SQLite file, and brings its tables up to date.
 * @throws Error that says what is wrong with it, and what to do.
 */
export async function openDatabase(place: string): Promise<Database> {
  const database = await databaseAt(place)
  try {
    if (!(await isCurrent(database))) {
      const { migrate } = await import('./migrate.ts')
      await migrate(database)
    }
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}

async function isCurrent({ query }: Database): Promise<boolean> {
  try {
    const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name desc limit 1`.execute(query)
    return rows[0]?.name === latestMigration
  } catch {
    // The table is made by the first migration. If something else is wrong, the migration says so.
    return false
  }
}

// Each with its driver, of which a process needs one.
async function databaseAt(place: string): Promise<Database> {
  if (/^postgres(?:ql)?:/.test(place)) return (await import('./postgres-database.ts')).postgresDatabase(place)
  return (await import('./sqlite-database.ts')).sqliteDatabase(place)
}
