import { listView } from '../view/list-view.ts'
import type { WikiContext } from './wiki-context.ts'

/** GET /pages */
export async function listPages(context: WikiContext): Promise<Response> {
  return listView(context, await context.pages.list())
}
