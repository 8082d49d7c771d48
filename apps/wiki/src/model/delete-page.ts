import type { Database } from './database.ts'
import type { Page } from './pages.ts'

/** A deleted page in the list of them. */
export interface DeletedPage {
  readonly title: string
  /** ISO 8601, UTC. */
  readonly deletedAt: string
  /** The name of the account that did it. */
  readonly deletedBy: string | null
}

/** Takes a page out of sight, with all it has, until it is restored. False, and nothing is done, when this is not its revision any more. */
export async function deletePage(
  { query }: Pick<Database, 'query'>,
  { id, revision }: Pick<Page, 'id' | 'revision'>,
  deletedBy: number | null,
): Promise<boolean> {
  const row = await query
    .updateTable('pages')
    .set({ deleted_at: new Date().toISOString(), deleted_by: deletedBy })
    .where('id', '=', id)
    .where('revision', '=', revision)
    .where('deleted_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Brings a deleted page back as it was. */
export async function restorePage({ query }: Pick<Database, 'query'>, { id }: Pick<Page, 'id'>): Promise<void> {
  await query.updateTable('pages').set({ deleted_at: null, deleted_by: null }).where('id', '=', id).execute()
}

/** The deleted pages, the last one first. */
export async function listDeletedPages({ query }: Pick<Database, 'query'>): Promise<DeletedPage[]> {
  return query
    .selectFrom('pages')
    .leftJoin('users', 'users.id', 'pages.deleted_by')
    .where('deleted_at', 'is not', null)
    .select(['title', 'users.name as deletedBy'])
    .select((select) => select.ref('deleted_at').$notNull().as('deletedAt'))
    .orderBy('deleted_at', 'desc')
    .orderBy('title')
    .execute()
}
