import { PostgresDialect } from 'kysely'
import { Pool } from 'pg'

/** Connections to a PostgreSQL database, made as they are needed. */
export function postgresPool(url: string): Pool {
  const pool = new Pool({ connectionString: url })
  // A connection that breaks while nobody uses it is replaced by the next request; unheard, its error would end the process.
  pool.on('error', (error) => console.error(`wiki: a connection to PostgreSQL broke: ${error.message}`))
  return pool
}

/** Kysely's PostgreSQL over these connections. */
export function postgresDialect(pool: Pool): PostgresDialect {
  return new PostgresDialect({ pool })
}
