/**
 * The statements that make the table and its indexes where they are not there, for a migration.
 * @throws {TypeError} when the table's name is none.
 */
export function postgresSchema(table = 'sessions'): readonly string[] {
  const name = checkTable(table)
  const index = name.replace('.', '_')
  return [
    `CREATE TABLE IF NOT EXISTS ${name} (id text PRIMARY KEY, data text NOT NULL, owner text, expires_at bigint NOT NULL, version integer NOT NULL)`,
    `CREATE INDEX IF NOT EXISTS ${index}_owner ON ${name} (owner) WHERE owner IS NOT NULL`,
    `CREATE INDEX IF NOT EXISTS ${index}_expires_at ON ${name} (expires_at)`,
  ]
}

/** The name of a table, with that of its schema or without: it goes into statements as it is. */
export function checkTable(table: string): string {
  if (!/^(?:[a-z_][a-z0-9_]*\.)?[a-z_][a-z0-9_]*$/.test(table)) {
    throw new TypeError(`session-postgres: ${JSON.stringify(table)} is not the name of a table, in lower case, with its schema or without`)
  }
  return table
}
