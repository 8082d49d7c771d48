import { redirect } from '@gangway/gateway'
import { renamePage } from '../model/rename-page.ts'
import { normaliseTitle, problemWithTitle } from '../model/title.ts'
import { pageAddress } from '../view/addresses.ts'
import { render } from '../view/render.ts'
import { existingPage, ofPage, requireEdit } from './access.ts'
import type { PageContext } from './wiki-context.ts'

/** GET /rename/:title */
export async function showRenameForm(context: PageContext): Promise<Response> {
  const page = await existingPage(context)
  requireEdit(context, page)
  return render(context, 'rename', { ...ofPage(context, page, 'rename'), new_title: page.title }, { heading: `Rename ${page.title}` })
}

/** POST /rename/:title */
export async function rename(context: PageContext): Promise<Response> {
  const page = await existingPage(context)
  requireEdit(context, page)
  const title = normaliseTitle((await context.form.read()).get('new-title') ?? '')
  const problem =
    problemWithTitle(title) ??
    ((await renamePage(context.wiki.database, page, title))
      ? undefined
      : 'There is a page with this title, or was one that can be restored.')
  if (problem === undefined) return redirect(pageAddress(context.mount, title), 303)
  const view = { ...ofPage(context, page, 'rename'), new_title: title, problem }
  return render(context, 'rename', view, { status: 422, heading: `Rename ${page.title}` })
}
