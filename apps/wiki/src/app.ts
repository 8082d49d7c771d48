import { fileURLToPath } from 'node:url'
import { stack, type Application } from '@gangway/gateway'
import { errorPages } from './controller/error-pages.ts'
import { route } from './controller/route.ts'
import { sameOrigin } from './controller/same-origin.ts'
import { withPages } from './controller/with-pages.ts'
import { openPages, type Pages } from './model/pages.ts'

let pages: Pages | undefined

/**
 * Opens the data file, which `WIKI_DATA` names, and returns the wiki over it.
 * @throws Error when the file cannot be used.
 */
export async function open(): Promise<Application> {
  const file = process.env['WIKI_DATA'] || fileURLToPath(new URL('../data/wiki.sqlite', import.meta.url))
  pages ??= await openPages(file, async () => (await import('./first-pages.ts')).firstPages())
  return wiki(pages)
}

/** Closes the data file, after the last request. */
export async function close(): Promise<void> {
  pages?.close()
  pages = undefined
}

/** The wiki over its pages. */
export function wiki(pages: Pages): Application {
  return stack().use(errorPages()).use(sameOrigin()).use(withPages(pages)).app(route)
}
