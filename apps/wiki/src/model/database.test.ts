import { openDatabase } from './database.ts'
import { latestMigration } from './database.ts'
import { migrationsFor } from './migrate.ts'
import { eachDatabase } from '../../test/each-database.ts'
import { editOf } from '../../test/edit-of.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { foundWiki, isFounded, secretOf } from './found-wiki.ts'
import { findPage } from './pages.ts'
import { savePage } from './save-page.ts'

const admin = { name: 'admin', password: 'hash' }

describe('openDatabase', () => {
  eachDatabase(({ place, open }) => {
    it('makes the tables once, and finds them again', async () => {
      const where = await place()
      const first = await open(where)
      await savePage(first, await editOf('A', 'text'))
      await first.close()
      expect(await findPage(await open(where), 'A')).toMatchObject({ title: 'A', text: 'text', revision: 1 })
    })

    it('is opened by several at once, of whom one begins the wiki', async () => {
      const where = await place()
      const databases = await Promise.all([1, 2, 3, 4].map(() => open(where)))
      const pages = [await editOf('A', 'text')]
      const founded = await Promise.all(databases.map((each) => foundWiki(each, { pages, admin })))
      expect(founded.toSorted()).toEqual([false, false, false, true])
      expect(await Promise.all(databases.map(isFounded))).toEqual([true, true, true, true])
      expect(new Set(await Promise.all(databases.map(secretOf))).size).toBe(1)
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
    await expect(openDatabase(`postgres://nobody@localhost/x?host=${folder.path}`)).rejects.toThrow(/^wiki: cannot bring the tables.*ENOENT/)
  })
})
