import { Kysely, sql } from 'kysely'
import type { Database } from './database.ts'
import type { Tables } from './tables.ts'

/** The last migration; a test sees that it is. */
export const latestMigration = '0001-first-tables'

/**
 * Opens a database, by the URL of a PostgreSQL one or the path of an SQLite file, and brings its tables up to date.
 * @throws Error that says what is wrong with it, and what to do.
 */
export async function openDatabase(place: string): Promise<Database> {
  const isUrl = /^postgres(?:ql)?:/.test(place)
  const database = isUrl ? await postgresDatabase(place) : await sqliteDatabase(place)
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

async function sqliteDatabase(file: string): Promise<Database> {
  const [{ openSqlite }, { NodeSqliteDialect }, { sqliteStore }, { inTurn }] = await Promise.all([
    import('./sqlite.ts'),
    import('./sqlite-dialect.ts'),
    import('@gangway/session-sqlite'),
    import('./sessions-in-turn.ts'),
  ])
  const database = await openSqlite(file)
  const query = new Kysely<Tables>({ dialect: new NodeSqliteDialect(database) })
  return {
    query,
    dialect: 'sqlite',
    sessions: inTurn(query, sqliteStore(database)),
    async close() {
      if (database.isOpen) database.close()
    },
  }
}

async function postgresDatabase(url: string): Promise<Database> {
  const [{ postgresDialect, postgresPool }, { postgresStore }] = await Promise.all([
    import('./postgres.ts'),
    import('@gangway/session-postgres'),
  ])
  const pool = postgresPool(url)
  return {
    query: new Kysely<Tables>({ dialect: postgresDialect(pool) }),
    dialect: 'postgres',
    sessions: postgresStore(pool),
    close: async () => {
      if (!pool.ended) await pool.end()
    },
  }
}
