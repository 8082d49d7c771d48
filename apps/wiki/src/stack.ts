import { auth } from '@gangway/auth'
import { csrf } from '@gangway/csrf'
import { stack, type Application, type Context } from '@gangway/gateway'
import { secureHeaders } from '@gangway/secure-headers'
import { session } from '@gangway/session'
import { accountsOf } from './accounts.ts'
import type { Configuration } from './configuration.ts'
import { errorPages } from './controller/error-pages.ts'
import { routes } from './controller/routes.ts'
import { withWiki } from './controller/with-wiki.ts'
import { forms } from './forms.ts'
import { loaded } from './loaded.ts'
import type { Database } from './model/database.ts'
import type { FileStore } from './model/file-store.ts'
import { placeOf } from './place.ts'
import { traced } from './traced.ts'

/** What the stack is put around. */
export interface WikiOptions extends Pick<Configuration, 'development' | 'trust' | 'logFile'> {
  readonly database: Database
  readonly files: FileStore
}

const aDay = 86_400

/** The wiki: all its layers, outermost first. */
export function wikiStack({ database, files, development, trust, logFile }: WikiOptions): Application {
  const accounts = accountsOf(database)
  return stack()
    .use(traced({ development }))
    .use(loaded(always(trust.length > 0), async () => (await import('@gangway/forwarded')).forwarded({ trust })))
    .use(loaded(isLogged(logFile), async () => (await import('./access-log.ts')).accessLog(logFile)))
    .use(secureHeaders({ contentSecurityPolicy, frameOptions: 'DENY' }))
    .use(loaded(staysAlive, async () => (await import('@gangway/compress')).compress()))
    .use(
      loaded(isAsset, async () =>
        (await import('@gangway/static')).staticFiles({ folder: placeOf('public'), prefix: '/static', maxAge: 3600 }),
      ),
    )
    .use(loaded(staysAlive, async () => (await import('@gangway/conditional')).conditional()))
    .use(session({ store: database.sessions, idleTimeout: 14 * aDay, absoluteTimeout: 90 * aDay }))
    .use(forms())
    .use(withWiki({ database, files, accounts }))
    .use(errorPages())
    .use(csrf())
    .use(auth({ schemes: [accounts.login] }))
    .app(routes({ development }))
}

function always(answer: boolean): () => boolean {
  return () => answer
}

// A web server that calls us over CGI or FastCGI has a log of its own.
function isLogged(logFile: string | undefined): (context: Context) => boolean {
  return ({ gateway }) => logFile !== undefined || gateway.protocol === 'http'
}

// A CGI process would load zlib for each page, and cryptography for its tag: that takes longer than to send the page as it is, once more.
function staysAlive({ gateway }: Context): boolean {
  return !gateway.runOnce
}

function isAsset({ path }: Context): boolean {
  return path.startsWith('/static/')
}

// Pages run one script, which is ours; images may be anywhere.
const contentSecurityPolicy = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'https:', 'data:'],
  'frame-ancestors': ["'none'"],
}
