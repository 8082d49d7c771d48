import type { Database } from './database.ts'
import type { Page } from './pages.ts'
import { normaliseTitle, problemWithTitle } from './title.ts'

/**
 * Gives a page another title; the old one leads to it from then on. False, and nothing is changed, when another page has the new title.
 * @throws {TypeError} when no page can have it.
 */
export async function renamePage({ query }: Pick<Database, 'query'>, page: Pick<Page, 'id' | 'title'>, title: string): Promise<boolean> {
  const problem = problemWithTitle(title)
  if (problem !== undefined || title !== normaliseTitle(title)) throw new TypeError(`wiki: ${problem ?? 'the title is not normalised'}`)
  if (title === page.title) return true
  return query.transaction().execute(async (transaction) => {
    const taken = await transaction.selectFrom('pages').select('id').where('title', '=', title).executeTakeFirst()
    if (taken) return false
    await transaction.updateTable('pages').set({ title }).where('id', '=', page.id).execute()
    await transaction.deleteFrom('redirects').where('title', '=', title).execute()
    await transaction
      .insertInto('redirects')
      .values({ title: page.title, page: page.id })
      .onConflict((conflict) => conflict.column('title').doUpdateSet({ page: page.id }))
      .execute()
    return true
  })
}
