import { join } from 'node:path'
import { passwords } from '@gangway/auth'
import { serve } from '@gangway/http'
import { formatAddress } from '@gangway/listen'
import { firstPages } from '../src/first-pages.ts'
import { fileStore } from '../src/model/file-store.ts'
import { foundWiki } from '../src/model/found-wiki.ts'
import { openDatabase } from '../src/model/open-database.ts'
import { wikiStack } from '../src/stack.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { adminPassword } from './test-wiki.ts'

/** A new wiki that a browser can go to. */
export interface ServedWiki {
  readonly origin: string
  stop(): Promise<void>
}

/** Serves a new wiki over HTTP, from a folder of its own, with `admin` as in every test. */
export async function serveWiki(): Promise<ServedWiki> {
  const folder = temporaryFolder()
  const database = await openDatabase(join(folder.path, 'wiki.sqlite'))
  await foundWiki(database, { pages: await firstPages(), admin: { name: 'admin', password: await passwords().hash(adminPassword) } })
  const files = fileStore(join(folder.path, 'files'))
  const application = wikiStack({ database, files, development: false, trust: [], logFile: join(folder.path, 'access.log') })
  const server = await serve(application, { listen: '127.0.0.1:0' })
  return {
    origin: formatAddress(server.address, 'http').replace(/\/$/, ''),
    async stop() {
      await server.close({ grace: 0 })
      await database.close()
      folder[Symbol.dispose]()
    },
  }
}
