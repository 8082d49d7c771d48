import { firstPages } from './first-pages.ts'
import type { Database } from './model/database.ts'
import { foundWiki } from './model/found-wiki.ts'

/** Makes the first pages and the first account, unless another process does. */
export async function beginWiki(database: Database): Promise<void> {
  await foundWiki(database, { pages: await firstPages(), admin: { name: 'admin', password: '' } })
}
