import { HttpError, redirect } from '@gangway/gateway'
import { setPermissions } from '../model/permissions.ts'
import { rankFrom, type Rank } from '../model/rank.ts'
import { pageAddress } from '../view/addresses.ts'
import { nameOfRank, rankChoices } from '../view/rank-choices.ts'
import { render } from '../view/render.ts'
import { existingPage, ofPage, requireAdmin } from './access.ts'
import type { PageContext } from './wiki-context.ts'

/** GET /permissions/:title */
export async function showPermissions(context: PageContext): Promise<Response> {
  requireAdmin(context)
  const page = await existingPage(context)
  const { readRank, editRank } = context.wiki.settings
  const view = {
    ...ofPage(context, page, 'permissions'),
    choices: [{ value: '', name: '' }, ...rankChoices],
    chosen: { read: String(page.readRank ?? ''), edit: String(page.editRank ?? '') },
    usual: { read: nameOfRank(readRank), edit: nameOfRank(editRank) },
  }
  return render(context, 'permissions', view, { heading: `Permissions of ${page.title}` })
}

/** POST /permissions/:title */
export async function changePermissions(context: PageContext): Promise<Response> {
  requireAdmin(context)
  const page = await existingPage(context)
  const fields = await context.form.read()
  await setPermissions(context.wiki.database, page, { readRank: chosenRank(fields.get('read')), editRank: chosenRank(fields.get('edit')) })
  return redirect(pageAddress(context.mount, page.title), 303)
}

function chosenRank(value: string | undefined): Rank | null {
  if (value === '') return null
  const rank = rankFrom(value ?? '')
  if (rank === undefined) throw new HttpError(400, 'The form is not complete.')
  return rank
}
