import { sqliteStore } from '@gangway/session-sqlite'
import { Kysely } from 'kysely'
import type { Database } from './database.ts'
import { inTurn } from './sessions-in-turn.ts'
import { NodeSqliteDialect } from './sqlite-dialect.ts'
import { openSqlite } from './sqlite.ts'
import type { Tables } from './tables.ts'

/** The database in an SQLite file. */
export async function sqliteDatabase(file: string): Promise<Database> {
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
