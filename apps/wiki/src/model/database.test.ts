import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { inTransaction, openDatabase } from './database.ts'

describe('openDatabase', () => {
  it('makes the file and the folders above it', () => {
    using folder = temporaryFolder()
    const database = openDatabase(join(folder.path, 'a', 'b', 'wiki.sqlite'))
    expect(database.isOpen).toBe(true)
    database.close()
  })

  test.each([
    ['is a folder', (path: string) => mkdirSync(path), 'wiki.sqlite'],
    ['is below a file', (path: string) => writeFileSync(path, ''), 'wiki.sqlite/wiki.sqlite'],
    ['is no database', (path: string) => writeFileSync(path, 'hello '.repeat(1000)), 'wiki.sqlite'],
  ])('says which file cannot be used and what to do when it %s', (_, prepare, name) => {
    using folder = temporaryFolder()
    prepare(join(folder.path, 'wiki.sqlite'))
    const file = join(folder.path, name)
    expect(() => openDatabase(file)).toThrow(`wiki: cannot use the data file ${file} (`)
    expect(() => openDatabase(file)).toThrow('WIKI_DATA names one in a folder that this user may write')
  })
})

describe('inTransaction', () => {
  it('undoes what was done before an error', () => {
    using folder = temporaryFolder()
    const database = openDatabase(join(folder.path, 'wiki.sqlite'))
    database.exec('create table numbers (number integer)')
    const fail = () => {
      database.exec('insert into numbers values (1)')
      throw new Error('no')
    }
    expect(() => inTransaction(database, fail)).toThrow('no')
    expect(inTransaction(database, () => database.prepare('select count(*) as count from numbers').get())).toEqual({ count: 0 })
    database.close()
  })
})
