import { normaliseTitle } from '../model/title.ts'
import { newPageView } from '../view/edit-view.ts'
import { readForm } from './form.ts'
import { draftOf, save } from './save.ts'
import type { WikiContext } from './wiki-context.ts'

/** GET /new */
export function showNewPageForm(context: WikiContext): Response {
  return newPageView(context, { title: '', text: '', base: 0 })
}

/** POST /new */
export async function createPage(context: WikiContext): Promise<Response> {
  const form = await readForm(context)
  const draft = draftOf(normaliseTitle(form.get('title') ?? ''), form)
  return save(context, draft, newPageView)
}
