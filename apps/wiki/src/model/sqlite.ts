// https://www.sqlite.org/wal.html
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

// An import would ask for all exports, and so load streams, promises and readline: 3 ms of a CGI process.
const { accessSync, constants, mkdirSync } = process.getBuiltinModule('node:fs')

/** Milliseconds to wait for another process that writes. */
const busyTimeout = 5000

/**
 * Opens the data file, and makes it and its folder where there is none; any number of processes may have it open.
 * @throws Error that says which file, why, and what to do.
 */
export async function openSqlite(file: string): Promise<DatabaseSync> {
  let database: DatabaseSync | undefined
  try {
    mkdirSync(dirname(file), { recursive: true })
    // In a folder that is read-only SQLite opens the file, and fails at the first write.
    accessSync(dirname(file), constants.W_OK)
    database = new DatabaseSync(file, { timeout: busyTimeout })
    accessSync(file, constants.W_OK)
    await useWriteAheadLog(database)
    return database
  } catch (error) {
    database?.close()
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`wiki: cannot use the data file ${file} (${reason}); WIKI_DATA names one in a folder that this user may write`, {
      cause: error,
    })
  }
}

/** Lets readers and a writer use the file at the same time; the file stays so. */
async function useWriteAheadLog(database: DatabaseSync): Promise<void> {
  for (const deadline = Date.now() + busyTimeout; ; await new Promise((resolve) => setTimeout(resolve, 10))) {
    try {
      if (database.prepare('pragma journal_mode').get()?.['journal_mode'] !== 'wal') database.exec('pragma journal_mode = wal')
      return
    } catch (error) {
      // Here alone SQLite does not wait for others by itself.
      if (!isBusy(error) || Date.now() > deadline) throw error
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5
}
