import { passwords } from '@gangway/auth'
import { firstPages } from './first-pages.ts'
import type { Database } from './model/database.ts'
import { foundWiki } from './model/found-wiki.ts'
import { randomPassword } from './model/random-password.ts'

/** Makes the first pages and the first account, unless another process does, and says its password, once. */
export async function beginWiki(database: Database, chosenPassword: string | undefined): Promise<void> {
  const password = chosenPassword ?? randomPassword()
  const [pages, hash] = await Promise.all([firstPages(), passwords().hash(password)])
  const isOurs = await foundWiki(database, { pages, admin: { name: 'admin', password: hash } })
  // Under CGI this is the web server's error log: the standard output belongs to the response.
  if (isOurs && chosenPassword === undefined) console.error(`wiki: the account "admin" has the password ${password}`)
}
