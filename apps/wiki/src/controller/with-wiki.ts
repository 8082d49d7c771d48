import { extend, type Middleware } from '@gangway/gateway'
import { readSettings } from '../model/settings.ts'
import type { Wiki, WikiUser } from './wiki-context.ts'

/** Puts the wiki on the context, with its settings as they are now. */
export function withWiki({ database, files }: Pick<Wiki, 'database' | 'files'>): Middleware<{ wiki: Wiki; user: WikiUser | null }> {
  return (app) => async (context) => app(extend(context, { wiki: { database, files, settings: await readSettings(database) }, user: null }))
}
