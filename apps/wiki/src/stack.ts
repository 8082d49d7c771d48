import { auth } from '@gangway/auth'
import { compress } from '@gangway/compress'
import { csrf } from '@gangway/csrf'
import { form } from '@gangway/form'
import { stack, type Application } from '@gangway/gateway'
import { secureHeaders } from '@gangway/secure-headers'
import { session } from '@gangway/session'
import { accountsOf } from './accounts.ts'
import type { Configuration } from './configuration.ts'
import { assets } from './controller/assets.ts'
import { errorPages } from './controller/error-pages.ts'
import { routes } from './controller/routes.ts'
import { withWiki } from './controller/with-wiki.ts'
import type { Database } from './model/database.ts'
import type { FileStore } from './model/file-store.ts'

/** What the stack is put around. */
export interface WikiOptions extends Pick<Configuration, 'development'> {
  readonly database: Database
  readonly files: FileStore
}

const aDay = 86_400

/** The wiki: all its layers, outermost first. */
export function wikiStack({ database, files, development }: WikiOptions): Application {
  const accounts = accountsOf(database)
  return stack()
    .use(secureHeaders({ contentSecurityPolicy, frameOptions: 'DENY' }))
    .use(compress())
    .use(assets())
    .use(session({ store: database.sessions, idleTimeout: 14 * aDay, absoluteTimeout: 90 * aDay }))
    .use(form())
    .use(csrf())
    .use(withWiki({ database, files, accounts }))
    .use(auth({ schemes: [accounts.login] }))
    .use(errorPages())
    .app(routes({ development }))
}

// Pages run one script, which is ours; images may be anywhere.
const contentSecurityPolicy = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'https:', 'data:'],
  'frame-ancestors': ["'none'"],
}
