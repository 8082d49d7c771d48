import { eachDatabase } from '../../test/each-database.ts'
import { editOf } from '../../test/edit-of.ts'
import { addAttachment, findAttachment, listAttachments, removeAttachment } from './attachments.ts'
import type { Database } from './database.ts'
import { existingTitles, findPage, findRedirect, listPages, oldTitles, pagesLinkingTo } from './pages.ts'
import { setPermissions } from './permissions.ts'
import type { Rank } from './rank.ts'
import { renamePage } from './rename-page.ts'
import { findRevision, listRevisions, recentChanges } from './revisions.ts'
import { savePage, type Saved } from './save-page.ts'
import { searchPages } from './search.ts'
import { listTags, pagesTagged, tagsOf } from './tags.ts'
import { addUser, disableUser, enableUser, findUserByName, listUsers, setPassword, setRole } from './users.ts'

const everybody = { rank: 0, readRank: 0 } as const
const admin = { rank: 3, readRank: 0 } as const

eachDatabase(({ open }) => {
  let wiki: Database
  beforeEach(async () => {
    wiki = await open()
  })

  async function save(title: string, text: string, more: Parameters<typeof editOf>[2] = {}): Promise<Saved> {
    return savePage(wiki, await editOf(title, text, more))
  }

  async function hide(title: string, readRank: Rank): Promise<void> {
    await setPermissions(wiki, { id: (await findPage(wiki, title))?.id ?? 0 }, { readRank, editRank: null })
  }

  describe('savePage', () => {
    it('makes a page, and a revision with each save', async () => {
      expect((await save('A', 'one')).outcome).toBe('saved')
      expect((await save('A', 'two', { base: 1, comment: 'better' })).outcome).toBe('saved')
      const page = await findPage(wiki, 'A')
      expect(page).toMatchObject({ text: 'two', revision: 2 })
      expect(await findRevision(wiki, page?.id ?? 0, 1)).toMatchObject({ text: 'one', comment: '' })
      const revisions = await listRevisions(wiki, page?.id ?? 0, { below: 9, limit: 9 })
      expect(revisions.map(({ number, comment }) => [number, comment])).toEqual([
        [2, 'better'],
        [1, ''],
      ])
    })

    it('stores nothing of an edit that was overtaken', async () => {
      await save('A', 'one')
      await save('A', 'two', { base: 1 })
      expect(await save('A', 'three', { base: 1 })).toMatchObject({ outcome: 'conflict', page: { text: 'two', revision: 2 } })
      expect(await save('A', 'three', { base: 0 })).toMatchObject({ outcome: 'conflict' })
      expect(await save('B', 'x', { base: 3 })).toEqual({ outcome: 'conflict', page: undefined })
      expect(await findPage(wiki, 'A')).toMatchObject({ text: 'two', revision: 2 })
    })

    it('makes no revision of a text that is there already', async () => {
      await save('A', 'one')
      expect(await save('A', 'one', { base: 1, tags: ['x'] })).toMatchObject({ outcome: 'unchanged' })
      expect(await findPage(wiki, 'A')).toMatchObject({ revision: 1 })
      expect(await listTags(wiki, everybody)).toEqual([{ tag: 'x', pages: 1 }])
    })

    it('lets one of many win that save at once', async () => {
      await save('A', 'base')
      const edits = await Promise.all(Array.from({ length: 20 }, (_, index) => editOf('A', `text ${index}`, { base: 1 })))
      const outcomes = await Promise.all(edits.map((edit) => savePage(wiki, edit)))
      expect(outcomes.filter(({ outcome }) => outcome === 'saved')).toHaveLength(1)
      const news = await Promise.all(Array.from({ length: 20 }, (_, index) => editOf('New', `text ${index}`)))
      expect((await Promise.all(news.map((edit) => savePage(wiki, edit)))).filter(({ outcome }) => outcome === 'saved')).toHaveLength(1)
    })

    it.each(['', 'x'.repeat(201), 'a\u0000b', ' spaced'])('refuses the title %j', async (title) => {
      await expect(save(title, 'text')).rejects.toThrow(TypeError)
    })

    it('keeps any text, byte by byte', async () => {
      const text = `'"\\ \u0001\u{1F6A2} 入港 --;\n\n$1 :name ?\n`
      await save(`a/b <i>&"' ?#%`, text)
      expect((await findPage(wiki, `a/b <i>&"' ?#%`))?.text).toBe(text)
    })
  })

  describe('the lists', () => {
    it('have what the visitor may read', async () => {
      const ann = await addUser(wiki, { name: 'Ann', password: 'x', role: 'editor' })
      await save('b', 'to [[A]] and [[nowhere]]', { savedBy: ann?.id ?? null, savedAt: '2026-01-01T00:00:00.000Z', tags: ['tag'] })
      await save('A', 'found words', { savedAt: '2026-01-02T00:00:00.000Z' })
      await save('Secret', 'found words, [[A]]', { savedAt: '2026-01-03T00:00:00.000Z', tags: ['tag', 'other'] })
      await hide('Secret', 2)

      expect((await listPages(wiki, everybody)).map(({ title }) => title)).toEqual(['A', 'b'])
      expect((await listPages(wiki, admin)).map(({ title }) => title)).toEqual(['A', 'b', 'Secret'])
      expect(await listPages(wiki, { rank: 0, readRank: 1 })).toEqual([])
      expect((await recentChanges(wiki, everybody, { limit: 9 })).map(({ title, savedBy }) => [title, savedBy])).toEqual([
        ['A', null],
        ['b', 'Ann'],
      ])
      expect(await recentChanges(wiki, admin, { limit: 1, before: '2026-01-03' })).toMatchObject([{ title: 'A' }])
      expect(await pagesLinkingTo(wiki, ['A'], everybody)).toMatchObject([{ title: 'b' }])
      expect(await pagesLinkingTo(wiki, ['A'], admin)).toMatchObject([{ title: 'Secret' }, { title: 'b' }].toSorted(byTitle))
      expect(await listTags(wiki, everybody)).toEqual([{ tag: 'tag', pages: 1 }])
      expect(await pagesTagged(wiki, 'tag', everybody)).toMatchObject([{ title: 'b' }])
      expect((await searchPages(wiki, 'found', everybody)).map(({ title }) => title)).toEqual(['A'])
      expect(await existingTitles(wiki, ['A', 'nowhere'])).toEqual(new Set(['A']))
    })
  })

  describe('searchPages', () => {
    it('finds words in any order, the beginning of the last one, and titles first', async () => {
      await save('Harbour', 'Ships lie here, and cranes lift what they bring.')
      await save('Sailing', 'Wind, and a harbour to come from.')
      expect((await searchPages(wiki, 'cranes ships', everybody)).map(({ title }) => title)).toEqual(['Harbour'])
      expect((await searchPages(wiki, 'harb', everybody)).map(({ title }) => title)).toEqual(['Harbour', 'Sailing'])
      expect((await searchPages(wiki, 'cranes ships', everybody))[0]?.excerpt).toEqual(
        expect.arrayContaining([
          { text: 'Ships', found: true },
          { text: 'cranes', found: true },
        ]),
      )
    })

    it('follows the page', async () => {
      await save('A', 'before')
      await save('A', 'after', { base: 1 })
      expect(await searchPages(wiki, 'before', everybody)).toEqual([])
      expect(await searchPages(wiki, 'after', everybody)).toHaveLength(1)
      await renamePage(wiki, { id: (await findPage(wiki, 'A'))?.id ?? 0, title: 'A' }, 'Elsewhere')
      expect(await searchPages(wiki, 'elsewhere', everybody)).toHaveLength(1)
    })

    it.each([
      '',
      '   ',
      '"',
      `' OR 1=1 --`,
      'NEAR(',
      '*',
      'a AND',
      ':*',
      '\\',
      '& | !',
      'title:x',
      '\u0000',
      'x'.repeat(10_000),
      '-',
      '入港',
    ])('takes %j for words', async (words) => {
      expect(await searchPages(wiki, words, everybody)).toEqual([])
    })
  })

  describe('renamePage', () => {
    it('leaves a redirect, and takes it away on the way back', async () => {
      await save('A', 'text')
      const page = await findPage(wiki, 'A')
      expect(await renamePage(wiki, page ?? { id: 0, title: '' }, 'B')).toBe(true)
      expect([await findPage(wiki, 'A'), await findRedirect(wiki, 'A', everybody)]).toEqual([undefined, 'B'])
      expect(await oldTitles(wiki, page?.id ?? 0)).toEqual(['A'])
      expect(await existingTitles(wiki, ['A', 'B'])).toEqual(new Set(['A', 'B']))
      expect(await renamePage(wiki, { id: page?.id ?? 0, title: 'B' }, 'A')).toBe(true)
      expect([await findRedirect(wiki, 'A', everybody), await findRedirect(wiki, 'B', everybody)]).toEqual([undefined, 'A'])
    })

    it('does not take the title of another page, and gives way to a new one', async () => {
      await save('A', 'text')
      await save('B', 'text')
      const page = await findPage(wiki, 'A')
      expect(await renamePage(wiki, page ?? { id: 0, title: '' }, 'B')).toBe(false)
      expect(await renamePage(wiki, page ?? { id: 0, title: '' }, 'C')).toBe(true)
      await save('A', 'another page')
      expect(await findRedirect(wiki, 'A', everybody)).toBeUndefined()
    })
  })

  describe('tags', () => {
    it('are replaced by a save that names some, and stay otherwise', async () => {
      await save('A', 'one', { tags: ['x', 'y', 'x'] })
      const id = (await findPage(wiki, 'A'))?.id ?? 0
      await save('A', 'two', { base: 1 })
      expect(await tagsOf(wiki, id)).toEqual(['x', 'y'])
      await save('A', 'three', { base: 2, tags: [] })
      expect(await tagsOf(wiki, id)).toEqual([])
    })
  })

  describe('attachments', () => {
    it('get a number where the page has one of the name', async () => {
      await save('A', 'text')
      const id = (await findPage(wiki, 'A'))?.id ?? 0
      const file = { name: 'a.b.png', file: 'f', mediaType: 'image/png', size: 1_073_741_824, addedBy: null }
      expect(await addAttachment(wiki, id, file)).toBe('a.b.png')
      expect(await addAttachment(wiki, id, file)).toBe('a.b-2.png')
      expect((await listAttachments(wiki, id)).map(({ name, size }) => [name, size])).toEqual([
        ['a.b-2.png', 1_073_741_824],
        ['a.b.png', 1_073_741_824],
      ])
      await removeAttachment(wiki, (await findAttachment(wiki, id, 'a.b.png'))?.id ?? 0)
      expect(await findAttachment(wiki, id, 'a.b.png')).toBeUndefined()
    })
  })

  describe('users', () => {
    it('have one name each, however it is spelled', async () => {
      const ann = await addUser(wiki, { name: 'Ann', password: 'hash', role: 'reader' })
      expect(ann).toMatchObject({ name: 'Ann', role: 'reader' })
      expect(await addUser(wiki, { name: 'ａｎｎ', password: 'hash', role: 'reader' })).toBeUndefined()
      await setPassword(wiki, ann?.id ?? 0, 'other')
      expect(await findUserByName(wiki, 'ANN')).toMatchObject({ name: 'Ann', password: 'other' })
    })

    it('are never without an administrator', async () => {
      const ann = await addUser(wiki, { name: 'Ann', password: 'hash', role: 'admin' })
      const bob = await addUser(wiki, { name: 'Bob', password: 'hash', role: 'admin' })
      const outcomes = await Promise.all([ann, bob].map((each) => setRole(wiki, each?.id ?? 0, 'reader')))
      expect(outcomes.filter(Boolean)).toHaveLength(1)
      expect((await listUsers(wiki)).filter(({ role }) => role === 'admin')).toHaveLength(1)
    })

    it('are never without an administrator who can log in', async () => {
      const ids = new Array<number>()
      for (const name of ['Ann', 'Bob']) ids.push((await addUser(wiki, { name, password: 'hash', role: 'admin' }))?.id ?? 0)
      const outcomes = await Promise.all(ids.map((id) => disableUser(wiki, id)))
      expect(outcomes.filter(Boolean)).toHaveLength(1)
      const [disabled = 0, left = 0] = outcomes[0] ? ids : ids.toReversed()
      expect(await setRole(wiki, left, 'reader')).toBe(false)
      expect((await listUsers(wiki)).map(({ id, disabledAt }) => id === disabled || disabledAt === null)).toEqual([true, true])
      await enableUser(wiki, disabled)
      expect((await listUsers(wiki)).map(({ disabledAt }) => disabledAt)).toEqual([null, null])
      expect(await setRole(wiki, left, 'reader')).toBe(true)
    })
  })
})

function byTitle(a: { title: string }, b: { title: string }): number {
  return a.title < b.title ? -1 : 1
}
