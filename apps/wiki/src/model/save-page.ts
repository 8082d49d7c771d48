import type { Transaction } from 'kysely'
import type { Database } from './database.ts'
import { findPage, type Page } from './pages.ts'
import type { Tables } from './tables.ts'
import { normaliseTag, problemWithTags } from './tag.ts'
import { problemWithText } from './text.ts'
import { normaliseTitle, problemWithTitle } from './title.ts'

/** A text that shall become the page's next revision. */
export interface Edit {
  title: string
  text: string
  markup: string
  markupVersion: number
  /** Titles that the text links to. */
  links: Iterable<string>
  /** The revision that its editor saw, `0` when there was no page. */
  base: number
  /** What the editor says about the change. */
  comment?: string
  /** The tags of the page; those that it has when absent. */
  tags?: readonly string[]
  /** The editor's account. */
  savedBy?: number | null
  /** ISO 8601, UTC. Default: now. */
  savedAt?: string
}

/** How a save ended. A `conflict` stored nothing: somebody else saved since, and `page` is what they made of it; they deleted it where there is none. */
export type Saved = { outcome: 'saved' | 'unchanged'; page: Page } | { outcome: 'conflict'; page: Page | undefined }

/**
 * Stores a text as the page's next revision, if its current one is still the edit's base.
 * @throws {TypeError} when no page can have this title or text.
 */
export async function savePage({ query }: Pick<Database, 'query'>, edit: Edit): Promise<Saved> {
  checkEdit(edit)
  return query.transaction().execute((transaction) => savePageWithin(transaction, edit))
}

/** As `savePage`, within a transaction. */
export async function savePageWithin(query: Transaction<Tables>, edit: Edit): Promise<Saved> {
  checkEdit(edit)
  const page = await findPage({ query }, edit.title)
  if (page?.text === edit.text) return saveTagsOnly(query, page, edit)
  if ((page?.revision ?? 0) !== edit.base) return { outcome: 'conflict', page }
  const id = page ? await updatePage(query, page, edit) : await insertPage(query, edit)
  // Another process was faster between the reading and here.
  if (id === undefined) return { outcome: 'conflict', page: await findPage({ query }, edit.title) }
  await insertRevision(query, id, edit)
  await replaceLinks(query, id, edit)
  if (edit.tags) await replaceTags(query, id, edit.tags)
  return { outcome: 'saved', page: await foundAgain(query, edit.title) }
}

async function saveTagsOnly(query: Transaction<Tables>, page: Page, { tags }: Edit): Promise<Saved> {
  if (tags) await replaceTags(query, page.id, tags)
  return { outcome: 'unchanged', page }
}

async function updatePage(query: Transaction<Tables>, page: Page, edit: Edit): Promise<number | undefined> {
  const row = await query
    .updateTable('pages')
    .set({ revision: edit.base + 1, ...columnsOf(edit) })
    .where('id', '=', page.id)
    .where('revision', '=', edit.base)
    .where('deleted_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

async function insertPage(query: Transaction<Tables>, edit: Edit): Promise<number | undefined> {
  const row = await query
    .insertInto('pages')
    .values({ title: edit.title, revision: 1, ...columnsOf(edit) })
    .onConflict((conflict) => conflict.column('title').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (row) await query.deleteFrom('redirects').where('title', '=', edit.title).execute()
  return row?.id
}

function columnsOf({ text, markup, markupVersion, savedAt }: Edit) {
  return { text, markup, markup_version: markupVersion, saved_at: savedAt ?? new Date().toISOString() }
}

async function insertRevision(query: Transaction<Tables>, page: number, edit: Edit): Promise<void> {
  const { text, base, comment = '', savedAt = new Date().toISOString(), savedBy = null } = edit
  await query
    .insertInto('revisions')
    .values({ page, number: base + 1, text, comment, saved_at: savedAt, saved_by: savedBy })
    .execute()
}

async function replaceLinks(query: Transaction<Tables>, page: number, { links }: Edit): Promise<void> {
  await query.deleteFrom('links').where('page', '=', page).execute()
  const rows = [...new Set(links)].map((target) => ({ page, target }))
  for (let start = 0; start < rows.length; start += 1000) {
    await query
      .insertInto('links')
      .values(rows.slice(start, start + 1000))
      .execute()
  }
}

async function replaceTags(query: Transaction<Tables>, page: number, tags: readonly string[]): Promise<void> {
  await query.deleteFrom('tags').where('page', '=', page).execute()
  const rows = [...new Set(tags)].map((tag) => ({ page, tag }))
  if (rows.length > 0) await query.insertInto('tags').values(rows).execute()
}

async function foundAgain(query: Transaction<Tables>, title: string): Promise<Page> {
  const page = await findPage({ query }, title)
  if (!page) throw new Error(`wiki: the page ${JSON.stringify(title)} is gone within the transaction that saved it`)
  return page
}

function checkEdit({ title, text, tags = [] }: Edit): void {
  const problem = problemWithTitle(title) ?? problemWithText(text) ?? problemWithTags(tags)
  if (problem !== undefined) throw new TypeError(`wiki: ${problem}`)
  if (title !== normaliseTitle(title)) throw new TypeError(`wiki: ${JSON.stringify(title)} is not normalised`)
  const tag = tags.find((each) => each !== normaliseTag(each))
  if (tag !== undefined) throw new TypeError(`wiki: the tag ${JSON.stringify(tag)} is not normalised`)
}
