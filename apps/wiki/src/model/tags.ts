import type { Database } from './database.ts'
import type { PageInList, Reader } from './pages.ts'

/** The tags of a page in their order. */
export async function tagsOf({ query }: Pick<Database, 'query'>, page: number): Promise<string[]> {
  const rows = await query.selectFrom('tags').select('tag').where('page', '=', page).orderBy('tag').execute()
  return rows.map(({ tag }) => tag)
}

/** All tags of pages that the reader may read, with how many those are. */
export async function listTags({ query }: Pick<Database, 'query'>, { rank, readRank }: Reader): Promise<{ tag: string; pages: number }[]> {
  const rows = await query
    .selectFrom('tags')
    .innerJoin('pages', 'pages.id', 'tags.page')
    .where('deleted_at', 'is', null)
    .where((where) => where(where.fn.coalesce('read_rank', where.val(readRank)), '<=', rank))
    .select((select) => ['tag', select.fn.countAll().as('pages')])
    .groupBy('tag')
    .orderBy('tag')
    .execute()
  return rows.map(({ tag, pages }) => ({ tag, pages: Number(pages) }))
}

/** The pages with a tag that the reader may read, by title. */
export async function pagesTagged({ query }: Pick<Database, 'query'>, tag: string, { rank, readRank }: Reader): Promise<PageInList[]> {
  return query
    .selectFrom('pages')
    .innerJoin('tags', 'tags.page', 'pages.id')
    .where('tag', '=', tag)
    .where('deleted_at', 'is', null)
    .where((where) => where(where.fn.coalesce('read_rank', where.val(readRank)), '<=', rank))
    .select(['title', 'saved_at as savedAt'])
    .orderBy('title')
    .execute()
}
