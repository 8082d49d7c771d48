import { postgresStore } from '@gangway/session-postgres'
import { Kysely, PostgresDialect } from 'kysely'
import { Pool } from 'pg'
import type { Database } from './database.ts'
import type { Tables } from './tables.ts'

/** The PostgreSQL database of a URL, over connections that are made as they are needed. */
export function postgresDatabase(url: string): Database {
  const pool = new Pool({ connectionString: url })
  // A connection that breaks while nobody uses it is replaced by the next request; unheard, its error would end the process.
  pool.on('error', (error) => console.error(`wiki: a connection to PostgreSQL broke: ${error.message}`))
  return {
    query: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }),
    dialect: 'postgres',
    sessions: postgresStore(pool),
    async close() {
      if (!pool.ended) await pool.end()
    },
  }
}
