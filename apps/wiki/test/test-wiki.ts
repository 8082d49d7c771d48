import { join } from 'node:path'
import { passwords } from '@gangway/auth'
import type { Application } from '@gangway/gateway'
import { lint } from '@gangway/lint'
import { firstPages } from '../src/first-pages.ts'
import type { Database } from '../src/model/database.ts'
import { openDatabase } from '../src/model/open-database.ts'
import { fileStore } from '../src/model/file-store.ts'
import { foundWiki } from '../src/model/found-wiki.ts'
import { wikiStack } from '../src/stack.ts'
import { browser, type Browser } from './browser.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A wiki with its first pages, for one test. */
export interface TestWiki {
  readonly database: Database
  readonly files: string
  /** A visitor who is not logged in. */
  visitor(): Browser
  /** One who is logged in as the first administrator. */
  admin(): Promise<Browser>
  /** One who is logged in with an account of this role. */
  member(name: string, role: string): Promise<Browser>
}

/** What the administrator's password is. */
export const adminPassword = 'the password of the tests'

/** A new wiki in a database that is open. */
export async function wikiIn(database: Database, files: string): Promise<TestWiki> {
  const admin = { name: 'admin', password: await passwords({ argon2id: cheap }).hash(adminPassword) }
  await foundWiki(database, { pages: await firstPages(), admin })
  return wikiOver(database, files, wikiStack({ database, files: fileStore(files), development: false, trust: [], logFile: undefined }))
}

/** A new wiki in SQLite for the tests of a file, gone after them. */
export function testWiki(): () => TestWiki {
  const folder = temporaryFolder()
  let wiki: TestWiki | undefined
  beforeAll(async () => {
    wiki = await wikiIn(await openDatabase(join(folder.path, 'wiki.sqlite')), join(folder.path, 'files'))
  })
  afterAll(async () => {
    await wiki?.database.close()
    folder[Symbol.dispose]()
  })
  return () => {
    if (!wiki) throw new TypeError('there is a wiki when the tests run')
    return wiki
  }
}

const cheap = { memory: 8, passes: 1, parallelism: 1 }

function wikiOver(database: Database, files: string, application: Application): TestWiki {
  const linted = lint()(application)
  const visitor = (): Browser => browser(linted)
  const admin = async (): Promise<Browser> => {
    const made = visitor()
    expect((await made.logIn('admin', adminPassword)).status).toBe(303)
    return made
  }
  return {
    database,
    files,
    visitor,
    admin,
    async member(name, role) {
      const made = visitor()
      const password = `the password for ${role}s`
      expect((await made.post('/register', { username: name, password, again: password })).status).toBe(303)
      const { id = 0 } = (await database.query.selectFrom('users').select('id').where('name', '=', name).executeTakeFirst()) ?? {}
      await database.query.updateTable('users').set({ role }).where('id', '=', id).execute()
      return made
    },
  }
}
