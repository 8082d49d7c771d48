import { editView } from '../view/edit-view.ts'
import { readForm } from './form.ts'
import { draftOf, save } from './save.ts'
import { titleOf } from './title-of.ts'
import type { WikiContext } from './wiki-context.ts'

/** GET /edit/:title */
export async function showEditForm(context: WikiContext): Promise<Response> {
  const title = titleOf(context)
  const page = await context.pages.find(title)
  return editView(context, { title, text: page?.text ?? '', base: page?.revision ?? 0 })
}

/** POST /edit/:title */
export async function editPage(context: WikiContext): Promise<Response> {
  const draft = draftOf(titleOf(context), await readForm(context))
  return save(context, draft, editView)
}
