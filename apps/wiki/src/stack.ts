import { stack, type Application } from '@gangway/gateway'
import { form } from '@gangway/form'
import { session } from '@gangway/session'
import { assets } from './controller/assets.ts'
import { errorPages } from './controller/error-pages.ts'
import { routes } from './controller/routes.ts'
import { withWiki } from './controller/with-wiki.ts'
import type { Configuration } from './configuration.ts'
import type { Database } from './model/database.ts'
import type { FileStore } from './model/file-store.ts'

/** What the stack is put around. */
export interface WikiOptions extends Pick<Configuration, 'development'> {
  readonly database: Database
  readonly files: FileStore
}

/** The wiki: all its layers, outermost first. */
export function wikiStack({ database, files, development }: WikiOptions): Application {
  return stack()
    .use(assets())
    .use(session({ store: database.sessions, preload: true }))
    .use(form())
    .use(withWiki({ database, files }))
    .use(errorPages())
    .app(routes({ development }))
}
