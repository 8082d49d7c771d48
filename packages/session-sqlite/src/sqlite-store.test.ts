import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sessionStoreConformance } from '@gangway/conformance'
import Database from 'better-sqlite3'
import { sqliteStore } from './sqlite-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'gangway-sqlite-'))
afterAll(() => rmSync(folder, { recursive: true }))

// What another process runs to open the same database.
function moduleThatOpens(library: string, constructor: string): string {
  return `data:text/javascript,${encodeURIComponent(`
import library from '${import.meta.resolve(library)}'
import { sqliteStore } from '${new URL('sqlite-store.ts', import.meta.url).href}'
export const openStore = (file) => sqliteStore(new ${constructor}(file))`)}`
}

describe.each([
  ['node:sqlite', 'library.DatabaseSync', (file: string) => new DatabaseSync(file)],
  ['better-sqlite3', 'library', (file: string) => new Database(file)],
])('sqliteStore with %s', (library, constructor, open) => {
  sessionStoreConformance('sqliteStore', () => {
    const argument = join(folder, `${library.replace(':', '-')}.db`)
    const database = open(argument)
    const elsewhere = { module: moduleThatOpens(library, constructor), argument }
    return { store: sqliteStore(database), elsewhere, close: () => void database.close() }
  })
})

describe('sqliteStore', () => {
  it('uses the table that it is told to, and what is in it already', async () => {
    const database = new DatabaseSync(':memory:')
    await sqliteStore(database, { table: 'logins' }).create('a', { data: 'x', owner: null, expiresAt: 1 })
    expect(await sqliteStore(database, { table: 'logins' }).load('a')).toMatchObject({ data: 'x' })
    expect(await sqliteStore(database).load('a')).toBeNull()
  })

  it('answers at once', () => {
    const store = sqliteStore(new DatabaseSync(':memory:'))
    expect(store.synchronous).toBe(true)
    expect(store.load('a')).toBeNull()
  })

  it('sweeps no more than it is told to at once', () => {
    const store = sqliteStore(new DatabaseSync(':memory:'))
    for (const id of ['a', 'b', 'c']) void store.create(id, { data: '', owner: null, expiresAt: 1 })
    expect([store.sweep(2, 2), store.sweep(2, 2), store.sweep(2, 2)]).toEqual([2, 1, 0])
  })

  it.each(['', 'a b', 'a;b', '1a', 'a"'])('refuses %p as the name of a table', (table) => {
    expect(() => sqliteStore(new DatabaseSync(':memory:'), { table })).toThrow(TypeError)
  })
})
