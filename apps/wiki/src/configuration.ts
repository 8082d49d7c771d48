import { dirname, join, resolve } from 'node:path'
import { placeOf } from './place.ts'

/** What the environment says about this wiki. */
export interface Configuration {
  /** The URL of a PostgreSQL database, or the path of an SQLite file. */
  readonly database: string
  /** The folder of attachments. */
  readonly files: string
  /** Whether errors are shown with all that is known of them. */
  readonly development: boolean
}

/** Reads the environment's variables; an empty one is as none. */
export function configurationFrom(variables: Readonly<Record<string, string | undefined>>): Configuration {
  const data = resolve(variables['WIKI_DATA'] || placeOf('data/wiki.sqlite'))
  return {
    database: variables['DATABASE_URL'] || data,
    files: resolve(variables['WIKI_FILES'] || join(dirname(data), 'files')),
    development: variables['NODE_ENV'] === 'development',
  }
}
