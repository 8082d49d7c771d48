import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { latestMigration, openDatabase } from './open-database.ts'
import { migrationsFor } from './migrate.ts'
import { eachDatabase } from '../../test/each-database.ts'
import { editOf } from '../../test/edit-of.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { secretOf } from './found-wiki.ts'
import { isFounded } from './settings.ts'
import { findPage } from './pages.ts'
import { savePage } from './save-page.ts'

describe('openDatabase', () => {
  eachDatabase(({ place, open }) => {
    it('makes the tables once, and finds them again', async () => {
      const where = await place()
      const first = await open(where)
      await savePage(first, await editOf('A', 'text'))
      await first.close()
      expect(await findPage(await open(where), 'A')).toMatchObject({ title: 'A', text: 'text', revision: 1 })
    })

    it('is opened by several processes at once, of which one begins the wiki', async () => {
      const where = await place()
      const program = fileURLToPath(new URL('../../test/found-elsewhere.ts', import.meta.url))
      const outputs = await Promise.all([1, 2, 3, 4].map(() => promisify(execFile)(process.execPath, [program, where])))
      expect(outputs.map(({ stdout }) => stdout).toSorted()).toEqual(['false\n', 'false\n', 'false\n', 'true\n'])
      const database = await open(where)
      expect(await isFounded(database)).toBe(true)
      expect(await secretOf(database)).toHaveLength(43)
      expect(await findPage(database, 'A')).toMatchObject({ revision: 1 })
    })

    it('keeps a session that is written while a transaction fails', async () => {
      const { query, sessions } = await open()
      const record = { data: 'x', owner: null, expiresAt: Date.now() + 10_000 }
      const failing = query.transaction().execute(async (transaction) => {
        await transaction.insertInto('settings').values({ name: 'a', value: 'b' }).execute()
        await new Promise((resolve) => setTimeout(resolve, 20))
        throw new Error('rolled back')
      })
      const created = sessions.create('id', record)
      await expect(failing).rejects.toThrow('rolled back')
      expect(await created).toBe(true)
      expect(await sessions.load('id')).toMatchObject({ data: 'x' })
      expect(await query.selectFrom('settings').selectAll().execute()).toEqual([])
    })
  })

  it.each(['sqlite', 'postgres'] as const)('knows the last migration of %s', (dialect) => {
    expect(Object.keys(migrationsFor(dialect)).toSorted().at(-1)).toBe(latestMigration)
  })

  it('says what is wrong with a data file that cannot be used', async () => {
    using folder = temporaryFolder()
    await expect(openDatabase(folder.path)).rejects.toThrow(`wiki: cannot use the data file ${folder.path}`)
  })

  it('says what is wrong with a PostgreSQL that does not answer', async () => {
    using folder = temporaryFolder()
    await expect(openDatabase(`postgres://nobody@localhost/x?host=${folder.path}`)).rejects.toThrow(
      /^wiki: cannot bring the tables.*ENOENT/,
    )
  })
})
