import type { Database } from './database.ts'
import type { Rank } from './rank.ts'

/** A page in its current revision. */
export interface Page {
  readonly id: number
  readonly title: string
  /** 1 for the first, and one more with each save. */
  readonly revision: number
  /** Markdown, as its last editor wrote it. */
  readonly text: string
  /** The HTML made of the text. */
  readonly markup: string
  /** Which release of the renderer made the markup. */
  readonly markupVersion: number
  /** ISO 8601, UTC. */
  readonly savedAt: string
  /** Who may read it; `null` for whoever may read the wiki. */
  readonly readRank: Rank | null
  /** Who may change it; `null` for whoever may change the wiki. */
  readonly editRank: Rank | null
  /** ISO 8601, UTC; `null` for a page that is there. */
  readonly deletedAt: string | null
}

/** Who asks for pages, and who may read those that do not say. */
export interface Reader {
  readonly rank: Rank
  readonly readRank: Rank
}

/** What a list shows of a page. */
export type PageInList = Pick<Page, 'title' | 'savedAt'>

/** The page of this title. */
export async function findPage(database: Pick<Database, 'query'>, title: string): Promise<Page | undefined> {
  const page = await findPageEvenDeleted(database, title)
  return page?.deletedAt === null ? page : undefined
}

/** The page of this title, whether it was deleted or not. */
export async function findPageEvenDeleted({ query }: Pick<Database, 'query'>, title: string): Promise<Page | undefined> {
  const row = await query.selectFrom('pages').selectAll().where('title', '=', title).executeTakeFirst()
  return row && pageOf(row)
}

/** The present title of the page that had this one before, if the reader may read it. */
export async function findRedirect(
  { query }: Pick<Database, 'query'>,
  title: string,
  { rank, readRank }: Reader,
): Promise<string | undefined> {
  const row = await query
    .selectFrom('redirects')
    .innerJoin('pages', 'pages.id', 'redirects.page')
    .where('redirects.title', '=', title)
    .where((where) => where(where.fn.coalesce('read_rank', where.val(readRank)), '<=', rank))
    .select('pages.title')
    .executeTakeFirst()
  return row?.title
}

/** All pages that the reader may read, by title. */
export async function listPages({ query }: Pick<Database, 'query'>, { rank, readRank }: Reader): Promise<PageInList[]> {
  return query
    .selectFrom('pages')
    .where('deleted_at', 'is', null)
    .where((where) => where(where.fn.coalesce('read_rank', where.val(readRank)), '<=', rank))
    .select(['title', 'saved_at as savedAt'])
    .orderBy((order) => order.fn('lower', ['title']))
    .orderBy('title')
    .execute()
}

/** Those of these titles that lead to a page, and those that are old ones of a page. */
export async function existingTitles({ query }: Pick<Database, 'query'>, titles: Iterable<string>): Promise<Set<string>> {
  const existing = new Set<string>()
  const wanted = [...titles]
  // SQLite takes 32,766 parameters, PostgreSQL 65,535.
  for (let start = 0; start < wanted.length; start += 10_000) {
    const some = wanted.slice(start, start + 10_000)
    const pages = query.selectFrom('pages').select('title').where('title', 'in', some).where('deleted_at', 'is', null)
    const redirects = query
      .selectFrom('redirects')
      .innerJoin('pages', 'pages.id', 'redirects.page')
      .select('redirects.title')
      .where('redirects.title', 'in', some)
      .where('deleted_at', 'is', null)
    const rows = await pages.union(redirects).execute()
    for (const { title } of rows) existing.add(title)
  }
  return existing
}

/** Pages that link to this title, or to one of these, by title. */
export async function pagesLinkingTo(
  { query }: Pick<Database, 'query'>,
  titles: readonly string[],
  { rank, readRank }: Reader,
): Promise<PageInList[]> {
  return query
    .selectFrom('pages')
    .where('deleted_at', 'is', null)
    .where('id', 'in', (links) => links.selectFrom('links').select('page').where('target', 'in', titles))
    .where((where) => where(where.fn.coalesce('read_rank', where.val(readRank)), '<=', rank))
    .select(['title', 'saved_at as savedAt'])
    .orderBy('title')
    .execute()
}

/** The titles that a page had before. */
export async function oldTitles({ query }: Pick<Database, 'query'>, page: number): Promise<string[]> {
  const rows = await query.selectFrom('redirects').select('title').where('page', '=', page).orderBy('title').execute()
  return rows.map(({ title }) => title)
}

interface PageRow {
  id: number
  title: string
  revision: number
  text: string
  markup: string
  markup_version: number
  saved_at: string
  read_rank: number | null
  edit_rank: number | null
  deleted_at: string | null
}

/** A row of the table as a page. */
export function pageOf({ id, title, revision, text, markup, ...row }: PageRow): Page {
  return {
    id,
    title,
    revision,
    text,
    markup,
    markupVersion: row.markup_version,
    savedAt: row.saved_at,
    readRank: rank(row.read_rank),
    editRank: rank(row.edit_rank),
    deletedAt: row.deleted_at,
  }
}

// What is in the table was put there as a rank; should it not be one, the strictest keeps the page safe.
function rank(value: number | null): Rank | null {
  if (value === null) return null
  return value === 0 || value === 1 || value === 2 ? value : 3
}
