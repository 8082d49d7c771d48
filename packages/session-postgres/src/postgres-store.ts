import type { SessionStore, StoredRecord } from '@gangway/session'
import { checkTable } from './postgres-schema.ts'

type Row = { readonly [column: string]: unknown }

/** What is used of a client: pg's `Pool` and `Client` have it; for postgres give `{ query: (text, parameters) => sql.unsafe(text, parameters) }`. */
export interface PostgresClient {
  query(text: string, parameters: (string | number | null)[]): PromiseLike<readonly Row[] | { readonly rows: readonly Row[] }>
}

/** Options of `postgresStore`. */
export interface PostgresStoreOptions {
  /** The table's name, with its schema or without. Default: `sessions`. */
  table?: string
}

/**
 * Keeps sessions in a table of a PostgreSQL database, which the statements of `postgresSchema` make. Each operation is one statement.
 * @throws {TypeError} when the table's name is none.
 */
export function postgresStore(client: PostgresClient, { table = 'sessions' }: PostgresStoreOptions = {}): SessionStore {
  const name = checkTable(table)
  const columns = 'id, data, owner, expires_at, version'

  const rows = async (text: string, ...parameters: (string | number | null)[]): Promise<readonly Row[]> => {
    const result = await client.query(text, parameters)
    return 'rows' in result ? result.rows : result
  }
  const count = async (text: string, ...parameters: (string | number | null)[]): Promise<number> => (await rows(text, ...parameters)).length
  // What another transaction does meanwhile is seen by the UPDATE or DELETE alone: a row that is just being removed counts as a conflict.
  const outcome = async (statement: string, ...parameters: (string | number | null)[]): Promise<'ok' | 'conflict' | 'gone'> => {
    const text = `WITH done AS (${statement} RETURNING 1) SELECT EXISTS (SELECT FROM done) AS done, EXISTS (SELECT FROM ${name} WHERE id = $1) AS found`
    const [row] = await rows(text, ...parameters)
    return row?.done === true ? 'ok' : row?.found === true ? 'conflict' : 'gone'
  }

  return {
    create: async (id, { data, owner, expiresAt }) =>
      (await count(
        `INSERT INTO ${name} (${columns}) VALUES ($1, $2, $3, $4, 1) ON CONFLICT (id) DO NOTHING RETURNING 1`,
        id,
        data,
        owner,
        Math.ceil(expiresAt),
      )) === 1,
    async load(id) {
      const [row] = await rows(`SELECT ${columns} FROM ${name} WHERE id = $1`, id)
      return row ? recordOf(row) : null
    },
    save: (id, { data, owner, expiresAt }, ifVersion) =>
      outcome(
        `UPDATE ${name} SET data = $2, owner = $3, expires_at = $4, version = version + 1 WHERE id = $1 AND version = $5`,
        id,
        data,
        owner,
        Math.ceil(expiresAt),
        ifVersion,
      ),
    touch: async (id, expiresAt) =>
      (await count(`UPDATE ${name} SET expires_at = $2 WHERE id = $1 RETURNING 1`, id, Math.ceil(expiresAt))) === 1,
    async remove(id, ifVersion) {
      if (ifVersion !== undefined) return await outcome(`DELETE FROM ${name} WHERE id = $1 AND version = $2`, id, ifVersion)
      return (await count(`DELETE FROM ${name} WHERE id = $1 RETURNING 1`, id)) === 1 ? 'ok' : 'gone'
    },
    listByOwner: async (owner) => (await rows(`SELECT ${columns} FROM ${name} WHERE owner = $1`, owner)).map(recordOf),
    removeByOwner: (owner, exceptId = '') => count(`DELETE FROM ${name} WHERE owner = $1 AND id <> $2 RETURNING 1`, owner, exceptId),
    sweep: (now, limit) =>
      count(`DELETE FROM ${name} WHERE id IN (SELECT id FROM ${name} WHERE expires_at < $1 LIMIT $2) RETURNING 1`, Math.floor(now), limit),
  }
}

function recordOf({ id, data, owner, expires_at: expiresAt, version }: Row): StoredRecord {
  return {
    id: String(id),
    data: String(data),
    owner: typeof owner === 'string' ? owner : null,
    expiresAt: Number(expiresAt),
    version: Number(version),
  }
}
