import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { startPostgres, type PostgresServer } from '../../../test/src/postgres.ts'
import { requireBinaries } from '../../../test/src/require-binaries.ts'
import type { Database } from '../src/model/database.ts'
import { openDatabase } from '../src/model/open-database.ts'
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

/** Makes a database on a server and returns its URL. */
export async function newDatabase(server: PostgresServer, name: string): Promise<string> {
  const client = await connected(server)
  await client.query(`create database ${name}`)
  await client.end()
  return `postgres://${server.user}@localhost/${name}?host=${encodeURIComponent(server.host)}&port=${server.port}`
}

// A server whose socket is there may still be starting up.
async function connected(server: PostgresServer): Promise<Client> {
  for (const deadline = Date.now() + 30_000; ; await sleep(50)) {
    const client = new Client({ host: server.host, port: server.port, user: server.user, database: server.database })
    try {
      await client.connect()
      return client
    } catch (error) {
      await client.end()
      const isStarting = error instanceof Error && 'code' in error && error.code === '57P03'
      if (!isStarting || Date.now() > deadline) throw error
    }
  }
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
