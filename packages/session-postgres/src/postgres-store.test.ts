import { Client, Pool } from 'pg'
import postgres from 'postgres'
import { sessionStoreConformance } from '@gangway/conformance'
import { startPostgres, type PostgresServer } from '../../../test/src/postgres.ts'
import { requireBinaries } from '../../../test/src/require-binaries.ts'
import { postgresSchema } from './postgres-schema.ts'
import { postgresStore } from './postgres-store.ts'

// What another process runs to open the same store.
function moduleThatOpens(library: string, client: string): string {
  return `data:text/javascript,${encodeURIComponent(`
import library from '${import.meta.resolve(library)}'
import { postgresStore } from '${new URL('postgres-store.ts', import.meta.url).href}'
export const openStore = (argument) => {
  const options = JSON.parse(argument)
  return postgresStore(${client})
}`)}`
}

const withPostgres = '(({ unsafe }) => ({ query: (text, parameters) => unsafe(text, parameters) }))(library(options))'

requireBinaries('postgres', 'initdb')('postgresStore', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
    const client = new Client(server)
    await client.connect()
    for (const table of ['sessions', 'public.logins']) for (const statement of postgresSchema(table)) await client.query(statement)
    await client.end()
  })
  afterAll(() => server.stop())
  const options = () => ({ host: server.host, port: server.port, user: server.user, database: server.database })

  describe('with pg', () => {
    sessionStoreConformance('postgresStore', () => {
      const pool = new Pool(options())
      const elsewhere = { module: moduleThatOpens('pg', 'new library.Pool(options)'), argument: JSON.stringify(options()) }
      return { store: postgresStore(pool), elsewhere, close: () => pool.end() }
    })
  })

  describe('with postgres', () => {
    sessionStoreConformance('postgresStore', () => {
      const sql = postgres(options())
      const client = { query: (text: string, parameters: (string | number | null)[]) => sql.unsafe(text, parameters) }
      const elsewhere = { module: moduleThatOpens('postgres', withPostgres), argument: JSON.stringify(options()) }
      return { store: postgresStore(client), elsewhere, close: () => sql.end() }
    })
  })

  it('uses the table that it is told to, in its schema', async () => {
    const pool = new Pool(options())
    await postgresStore(pool, { table: 'public.logins' }).create('a', { data: 'x', owner: null, expiresAt: 1 })
    expect((await pool.query('SELECT id FROM logins')).rows).toEqual([{ id: 'a' }])
    expect(await postgresStore(pool).load('a')).toBeNull()
    await pool.end()
  })

  it('keeps what is there when it is set up again', async () => {
    const pool = new Pool(options())
    await postgresStore(pool).create('before', { data: 'x', owner: null, expiresAt: 1 })
    for (const statement of postgresSchema()) await pool.query(statement)
    expect(await postgresStore(pool).load('before')).toMatchObject({ data: 'x' })
    await pool.end()
  })

  it('rejects when the server cannot be reached', async () => {
    const pool = new Pool({ ...options(), port: 1 })
    await expect(postgresStore(pool).load('a')).rejects.toThrow('ENOENT')
    await pool.end()
  })
})

describe('postgresSchema', () => {
  it.each(['', 'a b', 'a;b', 'Sessions', 'a.b.c', 'a"'])('refuses %p as the name of a table', (table) => {
    expect(() => postgresSchema(table)).toThrow(TypeError)
    expect(() => postgresStore({ query: async () => [] }, { table })).toThrow(TypeError)
  })
})
