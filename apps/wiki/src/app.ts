import type { Application } from '@gangway/gateway'
import { configurationFrom } from './configuration.ts'
import type { Database } from './model/database.ts'
import { openDatabase } from './model/open-database.ts'
import { fileStore } from './model/file-store.ts'
import { isFounded } from './model/settings.ts'
import { wikiStack } from './stack.ts'

let database: Database | undefined

/**
 * Opens the database that the environment names, begins the wiki where there is none, and returns the application.
 * @throws Error when the database cannot be used.
 */
export async function open(): Promise<Application> {
  const configuration = configurationFrom(process.env)
  database ??= await openDatabase(configuration.database)
  if (!(await isFounded(database))) {
    const { beginWiki } = await import('./begin-wiki.ts')
    await beginWiki(database, configuration.adminPassword)
  }
  return wikiStack({ ...configuration, database, files: fileStore(configuration.files) })
}

/** Closes the database, after the last request. */
export async function close(): Promise<void> {
  const closing = database
  database = undefined
  await closing?.close()
}
