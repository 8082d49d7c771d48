import { HttpError, redirect } from '@gangway/gateway'
import { deletePage, restorePage } from '../model/delete-page.ts'
import { oldTitles, pagesLinkingTo } from '../model/pages.ts'
import { pageAddress } from '../view/addresses.ts'
import { render } from '../view/render.ts'
import { existingPage, forAdministrators, keptPage, ofPage } from './access.ts'
import { numberFrom } from './number-in.ts'
import { visitorOf, type Controller, type PageContext } from './wiki-context.ts'

/** GET /delete/:title */
export const showDeletion: Controller<PageContext> = forAdministrators(async (context) => {
  const page = await existingPage(context)
  const { database } = context.wiki
  const linking = await pagesLinkingTo(database, [page.title, ...(await oldTitles(database, page.id))], visitorOf(context))
  return render(context, 'delete', { ...ofPage(context, page, 'delete'), linking }, { heading: `Delete ${page.title}` })
})

/** POST /delete/:title */
export const deleteIt: Controller<PageContext> = forAdministrators(async (context) => {
  const page = await existingPage(context)
  const revision = numberFrom((await context.form.read()).get('revision'))
  if (!(await deletePage(context.wiki.database, { ...page, revision }, visitorOf(context).id)))
    throw new HttpError(409, 'Somebody saved this page meanwhile. Read it again before you delete it.')
  return redirect(pageAddress(context.mount, page.title), 303)
})

/** POST /restore/:title */
export const restore: Controller<PageContext> = forAdministrators(async (context) => {
  const page = await keptPage(context)
  await restorePage(context.wiki.database, page)
  return redirect(pageAddress(context.mount, page.title), 303)
})
