import { dirname, join, resolve } from 'node:path'
import { placeOf } from './place.ts'

/** What the environment says about this wiki. */
export interface Configuration {
  /** The URL of a PostgreSQL database, or the path of an SQLite file. */
  readonly database: string
  /** The path of the SQLite file; beside it are the attachments and what Node has compiled. */
  readonly data: string
  /** The folder of attachments. */
  readonly files: string
  /** What the password of the first account shall be. Default: a random one, which is printed once. */
  readonly adminPassword: string | undefined
  /** The proxies that may say who asked: addresses, networks, `loopback`, `private` or `unix`. */
  readonly trust: readonly string[]
  /** The file of the access log. Default: the standard output under HTTP, none under CGI and FastCGI. */
  readonly logFile: string | undefined
  /** Whether errors are shown with all that is known of them. */
  readonly development: boolean
}

/** Reads the environment's variables; an empty one is as none. */
export function configurationFrom(variables: Readonly<Record<string, string | undefined>>): Configuration {
  const data = resolve(variables['WIKI_DATA'] || placeOf('data/wiki.sqlite'))
  return {
    database: variables['DATABASE_URL'] || data,
    data,
    files: resolve(variables['WIKI_FILES'] || join(dirname(data), 'files')),
    adminPassword: variables['WIKI_ADMIN_PASSWORD'] || undefined,
    trust: (variables['WIKI_TRUST'] ?? '').split(/[\s,]+/).filter((proxy) => proxy !== ''),
    logFile: variables['WIKI_LOG'] || undefined,
    development: variables['NODE_ENV'] === 'development',
  }
}
