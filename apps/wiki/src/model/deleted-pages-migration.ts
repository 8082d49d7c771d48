import type { Kysely } from 'kysely'

/** Adds to each page when it was deleted, and by whom. */
export async function letPagesBeDeleted(query: Kysely<never>): Promise<void> {
  const pages = query.schema.alterTable('pages')
  await pages.addColumn('deleted_at', 'text').execute()
  await pages.addColumn('deleted_by', 'integer', (column) => column.references('users.id').onDelete('set null')).execute()
}
