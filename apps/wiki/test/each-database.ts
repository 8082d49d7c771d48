import { join } from 'node:path'
import { startPostgres, type PostgresServer } from '../../../test/src/postgres.ts'
import { requireBinaries } from '../../../test/src/require-binaries.ts'
import type { Database } from '../src/model/database.ts'
import { openDatabase } from '../src/model/open-database.ts'
import { newDatabase } from './new-database.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Opens a new database, and one that is there already under the place it returned. */
export interface Opener {
  /** The place of a new, empty database. */
  place(): Promise<string>
  open(place?: string): Promise<Database>
}

/** Runs a suite over each kind of database. */
export function eachDatabase(suite: (opener: Opener) => void): void {
  describe('in SQLite', () => {
    const folder = temporaryFolder()
    afterAll(() => folder[Symbol.dispose]())
    let count = 0
    suite(closing(async () => join(folder.path, `${++count}.sqlite`)))
  })
  requireBinaries('postgres', 'initdb')('in PostgreSQL', () => {
    let server: PostgresServer
    let count = 0
    beforeAll(async () => {
      server = await startPostgres()
    })
    afterAll(() => server.stop())
    suite(closing(() => newDatabase(server, `wiki${++count}`)))
  })
}

function closing(place: () => Promise<string>): Opener {
  const opened: Database[] = []
  afterAll(() => Promise.all(opened.map((each) => each.close())))
  return {
    place,
    async open(existing) {
      const database = await openDatabase(existing ?? (await place()))
      opened.push(database)
      return database
    },
  }
}
