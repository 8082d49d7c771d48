import { extend, type Middleware } from '@gangway/gateway'
import type { Pages } from '../model/pages.ts'

/** Puts the pages on the context. */
export function withPages(pages: Pages): Middleware<{ pages: Pages }> {
  return (app) => (context) => app(extend(context, { pages }))
}
