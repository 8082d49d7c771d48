import { randomBytes } from 'node:crypto'
import type { Database } from './database.ts'
import { savePageWithin, type Edit } from './save-page.ts'
import { addUser } from './users.ts'

/** What a new wiki begins with. */
export interface Beginning {
  readonly pages: readonly Edit[]
  readonly admin: { readonly name: string; readonly password: string }
}

/** Puts in the first pages and the first account, once: true in the one process of several that did it. */
export async function foundWiki({ query }: Pick<Database, 'query'>, { pages, admin }: Beginning): Promise<boolean> {
  return query.transaction().execute(async (transaction) => {
    // The second of two processes waits for the first one here.
    const secret = await transaction
      .insertInto('settings')
      .values({ name: 'secret', value: randomBytes(32).toString('base64url') })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .returning('name')
      .executeTakeFirst()
    if (!secret) return false
    const user = await addUser({ query: transaction }, { ...admin, role: 'admin' })
    for (const page of pages) await savePageWithin(transaction, { ...page, savedBy: user?.id ?? null })
    return true
  })
}

/** The secret of this wiki, from which others are made. */
export async function secretOf({ query }: Pick<Database, 'query'>): Promise<string> {
  const row = await query.selectFrom('settings').select('value').where('name', '=', 'secret').executeTakeFirst()
  if (!row) throw new Error('wiki: the database has no secret; it was not begun')
  return row.value
}
