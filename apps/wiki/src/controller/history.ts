import { HttpError, redirect } from '@gangway/gateway'
import type { Page } from '../model/pages.ts'
import { findRevision, listRevisions, type Revision } from '../model/revisions.ts'
import { savePage } from '../model/save-page.ts'
import { pageAddress, travelsInQuery } from '../view/addresses.ts'
import { renderPage } from '../view/markup.ts'
import { render } from '../view/render.ts'
import { existingPage, keptPage, ofPage, requireEdit } from './access.ts'
import { numberFrom, numberIn } from './number-in.ts'
import { visitorOf, type PageContext } from './wiki-context.ts'

/** Revisions on one page of the history. */
const perPage = 50

/** GET /history/:title */
export async function showHistory(context: PageContext): Promise<Response> {
  const page = await keptPage(context)
  const below = numberIn(context.query, 'below') ?? page.revision + 1
  const revisions = await listRevisions(context.wiki.database, page.id, { below, limit: perPage })
  const last = revisions.at(-1)?.number ?? 1
  const chosen = { from: revisions[1]?.number ?? 1, to: revisions[0]?.number ?? 1 }
  const view = {
    ...ofPage(context, page, 'history'),
    revisions,
    chosen,
    older: last > 1 ? last : undefined,
    title_in_query: travelsInQuery(page.title),
  }
  return render(context, 'history', view, { heading: `History of ${page.title}` })
}

/** GET /diff/:title?from=1&to=2 */
export async function showDiff(context: PageContext): Promise<Response> {
  const page = await keptPage(context)
  const to = await revisionOf(context, page, numberIn(context.query, 'to') ?? page.revision)
  const from = await revisionOf(context, page, numberIn(context.query, 'from') ?? to.number - 1)
  const { differenceBetween } = await import('../model/difference.ts')
  const view = { ...ofPage(context, page, 'history'), from, to, hunks: differenceBetween(from.text, to.text) }
  return render(context, 'diff', view, { heading: `Changes of ${page.title}`, wide: true })
}

/** POST /revert/:title */
export async function revertPage(context: PageContext): Promise<Response> {
  const page = await existingPage(context)
  requireEdit(context, page)
  const fields = await context.form.read()
  const { text, number } = await revisionOf(context, page, numberFrom(fields.get('revision')))
  const edit = { title: page.title, text, base: numberFrom(fields.get('base')), comment: `Back to revision ${number}` }
  const saved = await savePage(context.wiki.database, { ...edit, savedBy: visitorOf(context).id, ...(await renderPage(text)) })
  if (saved.outcome === 'conflict') throw new HttpError(409, 'Somebody saved this page meanwhile. Look at its history again.')
  return redirect(pageAddress(context.mount, page.title), 303)
}

async function revisionOf({ wiki }: PageContext, page: Page, number: number): Promise<Revision> {
  const revision = await findRevision(wiki.database, page.id, number)
  if (!revision) throw new HttpError(404, `This page has no revision ${number}.`)
  return revision
}
