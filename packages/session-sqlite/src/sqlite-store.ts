import type { SessionStore, StoredRecord } from '@gangway/session'

/** What is used of a database: `DatabaseSync` of `node:sqlite` has it, and so has better-sqlite3's `Database`. */
export interface SqliteDatabase {
  exec(sql: string): unknown
  prepare(sql: string): {
    run(...parameters: (string | number | null)[]): { readonly changes: number | bigint }
    get(...parameters: (string | number | null)[]): unknown
    all(...parameters: (string | number | null)[]): unknown[]
  }
}

/** Options of `sqliteStore`. */
export interface SqliteStoreOptions {
  /** The table's name; it is made when it is not there. Default: `sessions`. */
  table?: string
}

/**
 * Keeps sessions in a table of an SQLite database. Several processes may use one database file.
 * @throws {TypeError} when the table's name is none.
 */
export function sqliteStore(database: SqliteDatabase, { table = 'sessions' }: SqliteStoreOptions = {}): SessionStore {
  if (!/^[A-Za-z_]\w*$/.test(table)) throw new TypeError(`session-sqlite: ${JSON.stringify(table)} is not the name of a table`)
  prepareDatabase(database, table)
  const columns = 'id, data, owner, expires_at, version'
  const insert = database.prepare(`INSERT INTO ${table} (${columns}) VALUES (?, ?, ?, ?, 1) ON CONFLICT (id) DO NOTHING`)
  const select = database.prepare(`SELECT ${columns} FROM ${table} WHERE id = ?`)
  const update = database.prepare(
    `UPDATE ${table} SET data = ?, owner = ?, expires_at = ?, version = version + 1 WHERE id = ? AND version = ?`,
  )
  const touch = database.prepare(`UPDATE ${table} SET expires_at = ? WHERE id = ?`)
  const remove = database.prepare(`DELETE FROM ${table} WHERE id = ?`)
  const removeVersion = database.prepare(`DELETE FROM ${table} WHERE id = ? AND version = ?`)
  const selectOwned = database.prepare(`SELECT ${columns} FROM ${table} WHERE owner = ?`)
  const removeOwned = database.prepare(`DELETE FROM ${table} WHERE owner = ? AND id <> ?`)
  const sweep = database.prepare(`DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE expires_at < ? LIMIT ?)`)
  const whyNot = (id: string) => (select.get(id) === undefined ? 'gone' : 'conflict')

  return {
    synchronous: true,
    create: (id, { data, owner, expiresAt }) => Number(insert.run(id, data, owner, expiresAt).changes) === 1,
    load: (id) => recordOf(select.get(id)),
    save: (id, { data, owner, expiresAt }, ifVersion) =>
      Number(update.run(data, owner, expiresAt, id, ifVersion).changes) === 1 ? 'ok' : whyNot(id),
    touch: (id, expiresAt) => Number(touch.run(expiresAt, id).changes) === 1,
    remove(id, ifVersion) {
      if (ifVersion === undefined) return Number(remove.run(id).changes) === 1 ? 'ok' : 'gone'
      return Number(removeVersion.run(id, ifVersion).changes) === 1 ? 'ok' : whyNot(id)
    },
    listByOwner: (owner) => selectOwned.all(owner).flatMap((row) => recordOf(row) ?? []),
    removeByOwner: (owner, exceptId = '') => Number(removeOwned.run(owner, exceptId).changes),
    sweep: (now, limit) => Number(sweep.run(now, limit).changes),
  }
}

// With a write-ahead log readers and the one writer do not wait for each other; another process that writes is waited for.
function prepareDatabase(database: SqliteDatabase, table: string): void {
  database.exec('PRAGMA busy_timeout = 5000')
  database.exec('PRAGMA journal_mode = WAL')
  database.exec('PRAGMA synchronous = NORMAL')
  database.exec(
    `CREATE TABLE IF NOT EXISTS ${table} (id TEXT PRIMARY KEY, data TEXT NOT NULL, owner TEXT, expires_at INTEGER NOT NULL, version INTEGER NOT NULL) WITHOUT ROWID`,
  )
  database.exec(`CREATE INDEX IF NOT EXISTS ${table}_owner ON ${table} (owner) WHERE owner IS NOT NULL`)
  database.exec(`CREATE INDEX IF NOT EXISTS ${table}_expires_at ON ${table} (expires_at)`)
}

function recordOf(row: unknown): StoredRecord | null {
  if (typeof row !== 'object' || row === null) return null
  const { id, data, owner, expires_at: expiresAt, version }: { [column: string]: unknown } = { ...row }
  return {
    id: String(id),
    data: String(data),
    owner: typeof owner === 'string' ? owner : null,
    expiresAt: Number(expiresAt),
    version: Number(version),
  }
}
