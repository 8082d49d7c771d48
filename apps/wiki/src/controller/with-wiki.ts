import { extend, type Middleware } from '@gangway/gateway'
import { readSettings } from '../model/settings.ts'
import type { Wiki } from './wiki-context.ts'

/** Puts the wiki on the context, with its settings as they are now. */
export function withWiki(parts: Omit<Wiki, 'settings'>): Middleware<{ readonly wiki: Wiki }> {
  return (app) => async (context) => app(extend(context, { wiki: { ...parts, settings: await readSettings(parts.database) } }))
}
