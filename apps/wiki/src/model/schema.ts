import type { DatabaseSync } from 'node:sqlite'
import { inTransaction, useWriteAheadLog } from './database.ts'

const currentVersion = 1

const tables = `
  create table pages (
    id integer primary key,
    title text not null unique,
    revision integer not null,
    markup text not null,
    markup_version integer not null,
    saved_at text not null
  ) strict;
  create table revisions (
    page integer not null references pages (id),
    number integer not null,
    text text not null,
    saved_at text not null,
    unique (page, number)
  ) strict;
`

/**
 * Whether the tables are still to be made.
 * @throws Error when they were made by a later release.
 */
export function isNew(database: DatabaseSync): boolean {
  const version = versionOf(database)
  if (version > currentVersion)
    throw new Error(`wiki: the data file has version ${version}, this release knows ${currentVersion}; start a newer one`)
  return version === 0
}

/** Makes the tables and fills them, once: of several processes that start at the same time the first does it. */
export async function createTables(database: DatabaseSync, fill: () => void): Promise<void> {
  await useWriteAheadLog(database)
  inTransaction(database, () => {
    if (versionOf(database) !== 0) return
    database.exec(tables)
    fill()
    database.exec(`pragma user_version = ${currentVersion}`)
  })
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('pragma user_version').get()?.['user_version'])
}
