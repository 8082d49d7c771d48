import { Migrator } from 'kysely/migration'
import { eachDatabase } from '../../test/each-database.ts'
import { editOf } from '../../test/edit-of.ts'
import { allPages, importPages } from './all-pages.ts'
import type { Database } from './database.ts'
import { deletePage, listDeletedPages, restorePage } from './delete-page.ts'
import { migrationsFor } from './migrate.ts'
import { existingTitles, findPage, findPageEvenDeleted, listPages, pagesLinkingTo, type Page } from './pages.ts'
import { postgresDatabase } from './postgres-database.ts'
import { renamePage } from './rename-page.ts'
import { listRevisions, recentChanges } from './revisions.ts'
import { savePage, type Saved } from './save-page.ts'
import { searchPages } from './search.ts'
import { sqliteDatabase } from './sqlite-database.ts'
import { listTags, pagesTagged } from './tags.ts'
import { addUser } from './users.ts'

const admin = { rank: 3, readRank: 0 } as const

eachDatabase(({ open, place }) => {
  let wiki: Database
  beforeEach(async () => {
    wiki = await open()
  })

  async function save(title: string, text: string, more: Parameters<typeof editOf>[2] = {}): Promise<Saved> {
    return savePage(wiki, await editOf(title, text, more))
  }

  async function saved(title: string): Promise<Page> {
    const { page } = await save(title, 'found words, [[B]]', { tags: ['tag'] })
    if (!page) throw new Error('the page was saved')
    return page
  }

  async function titlesInLists(): Promise<unknown> {
    const archived: string[] = []
    for await (const { title } of allPages(wiki)) archived.push(title)
    return {
      listed: (await listPages(wiki, admin)).map(({ title }) => title),
      existing: [...(await existingTitles(wiki, ['A', 'Old']))].toSorted(),
      linking: (await pagesLinkingTo(wiki, ['B'], admin)).map(({ title }) => title),
      changed: (await recentChanges(wiki, admin, { limit: 9 })).map(({ title }) => title),
      found: (await searchPages(wiki, 'found', admin)).map(({ title }) => title),
      tags: await listTags(wiki, admin),
      tagged: (await pagesTagged(wiki, 'tag', admin)).map(({ title }) => title),
      archived,
    }
  }

  describe('deletePage', () => {
    it('takes a page out of every list, and restorePage brings it back as it was', async () => {
      const { id } = await saved('Old')
      await renamePage(wiki, { id, title: 'Old' }, 'A')
      const before = await titlesInLists()
      const ann = await addUser(wiki, { name: 'Ann', password: 'x', role: 'admin' })
      expect(await deletePage(wiki, { id, revision: 1 }, ann?.id ?? null)).toBe(true)
      expect(await findPage(wiki, 'A')).toBeUndefined()
      expect(await findPageEvenDeleted(wiki, 'A')).toMatchObject({ text: 'found words, [[B]]', revision: 1 })
      expect(await titlesInLists()).toEqual({
        listed: [],
        existing: [],
        linking: [],
        changed: [],
        found: [],
        tags: [],
        tagged: [],
        archived: [],
      })
      expect(await listRevisions(wiki, id, { below: 9, limit: 9 })).toHaveLength(1)
      expect(await listDeletedPages(wiki)).toEqual([{ title: 'A', deletedAt: expect.stringMatching(/^\d{4}-.*Z$/), deletedBy: 'Ann' }])
      await restorePage(wiki, { id })
      expect(await titlesInLists()).toEqual(before)
      expect(before).toMatchObject({ listed: ['A'], existing: ['A', 'Old'], tagged: ['A'], found: ['A'], archived: ['A'] })
      expect(await listDeletedPages(wiki)).toEqual([])
    })

    it('deletes no other revision than the one that was meant, and nothing twice', async () => {
      const { id } = await saved('A')
      await save('A', 'two', { base: 1 })
      expect(await deletePage(wiki, { id, revision: 1 }, null)).toBe(false)
      expect(await findPage(wiki, 'A')).toMatchObject({ text: 'two' })
      expect(await deletePage(wiki, { id, revision: 2 }, null)).toBe(true)
      expect(await deletePage(wiki, { id, revision: 2 }, null)).toBe(false)
    })

    it('lets nobody write the page, or give another its title', async () => {
      const page = await saved('A')
      const other = await saved('Other')
      await deletePage(wiki, page, null)
      for (const base of [0, 1]) expect(await save('A', 'anew', { base })).toEqual({ outcome: 'conflict', page: undefined })
      expect(await renamePage(wiki, other, 'A')).toBe(false)
      await restorePage(wiki, page)
      expect(await findPage(wiki, 'A')).toMatchObject({ text: 'found words, [[B]]', revision: 1 })
    })

    it('and a save at the same time: one of them wins', async () => {
      const page = await saved('A')
      const [deleted, edit] = await Promise.all([deletePage(wiki, page, null), save('A', 'two', { base: 1 })])
      expect([deleted, edit.outcome]).toEqual(deleted ? [true, 'conflict'] : [false, 'saved'])
      expect(await findPageEvenDeleted(wiki, 'A')).toMatchObject({ revision: deleted ? 1 : 2 })
    })
  })

  it('an import restores what was deleted', async () => {
    await deletePage(wiki, await saved('A'), null)
    const imported = { ...(await editOf('A', 'imported')), tags: [], readRank: null, editRank: null }
    expect(await importPages(wiki, [imported])).toEqual({ saved: 1, unchanged: 0 })
    expect(await findPage(wiki, 'A')).toMatchObject({ text: 'imported', revision: 2, deletedAt: null })
  })

  it('a wiki from before pages could be deleted keeps its pages', async () => {
    const where = await place()
    const old = where.startsWith('postgres:') ? postgresDatabase(where) : await sqliteDatabase(where)
    const migrations = migrationsFor(old.dialect)
    await new Migrator({ db: old.query, provider: { getMigrations: async () => migrations } }).migrateTo('0001-first-tables')
    const row = { title: 'A', revision: 1, text: 'kept', markup: '', markup_version: 1, saved_at: '2026-01-01T00:00:00.000Z' }
    await old.query.insertInto('pages').values(row).execute()
    await old.close()
    const present = await open(where)
    expect(await findPage(present, 'A')).toMatchObject({ text: 'kept', deletedAt: null })
    expect((await searchPages(present, 'kept', admin)).map(({ title }) => title)).toEqual(['A'])
  })
})
