import type { ArchivedPage } from './archived-page.ts'
import type { Database } from './database.ts'
import { restorePage } from './delete-page.ts'
import { pageOf } from './pages.ts'
import { setPermissions } from './permissions.ts'
import { savePageWithin, type Edit } from './save-page.ts'
import { tagsOf } from './tags.ts'

/** All pages that are not deleted, with all that belongs to them, one after the other. */
export async function* allPages(database: Pick<Database, 'query'>): AsyncGenerator<ArchivedPage> {
  const titles = await database.query.selectFrom('pages').select('id').where('deleted_at', 'is', null).orderBy('title').execute()
  for (const { id } of titles) {
    const row = await database.query.selectFrom('pages').selectAll().where('id', '=', id).executeTakeFirst()
    if (row) yield { ...pageOf(row), tags: await tagsOf(database, id) }
  }
}

/** A page of an archive, rendered. */
export type ImportedPage = ArchivedPage & Omit<Edit, 'base'>

/** What an import did. */
export interface Imported {
  readonly saved: number
  readonly unchanged: number
}

/** Saves all of these pages as new revisions, or none of them; those that were deleted are restored. */
export async function importPages({ query }: Pick<Database, 'query'>, pages: readonly ImportedPage[]): Promise<Imported> {
  return query.transaction().execute(async (transaction) => {
    let saved = 0
    for (const page of pages) {
      const current = await transaction.selectFrom('pages').select(['id', 'revision']).where('title', '=', page.title).executeTakeFirst()
      if (current) await restorePage({ query: transaction }, current)
      const result = await savePageWithin(transaction, { ...page, base: current?.revision ?? 0 })
      if (result.outcome === 'conflict') throw new Error(`wiki: ${JSON.stringify(page.title)} was changed during the import`)
      if (result.outcome === 'saved') saved++
      await setPermissions({ query: transaction }, result.page, page)
    }
    return { saved, unchanged: pages.length - saved }
  })
}
