import { redirect } from '@gangway/gateway'
import { existingTitles, findRedirect, type Page } from '../model/pages.ts'
import { mayAdminister } from '../model/permissions.ts'
import { ranks } from '../model/rank.ts'
import { findRevision, type Revision } from '../model/revisions.ts'
import { tagsOf } from '../model/tags.ts'
import { frontPage } from '../model/title.ts'
import { pageAddress } from '../view/addresses.ts'
import { headingsOf, linkedTitles, markupVersion, renderPage, withLinks } from '../view/markup.ts'
import { render } from '../view/render.ts'
import { mayDo, ofPage, readableEvenDeleted } from './access.ts'
import { numberIn } from './number-in.ts'
import { titleOf } from './title-of.ts'
import { visitorOf, type PageContext, type WikiContext } from './wiki-context.ts'

/** Headings from which on a page has a table of contents. */
const enoughHeadings = 3

/** GET / */
export function showFrontPage(context: WikiContext): Promise<Response> {
  return show(context, frontPage)
}

/** GET /page/:title, and a revision of it with `?revision=` */
export function showPage(context: PageContext): Promise<Response> {
  return show(context, titleOf(context))
}

async function show(context: WikiContext, title: string): Promise<Response> {
  const page = await readableEvenDeleted(context, title)
  if (page) return isShown(context, page) ? showText(context, page) : showDeleted(context, page)
  const present = await findRedirect(context.wiki.database, title, visitorOf(context))
  if (present !== undefined) return redirect(pageAddress(context.mount, present, { from: title }))
  return render(context, 'missing', { title, may: mayDo(context, undefined) }, { status: 404, heading: title })
}

// Of a deleted page administrators see what it was, revision by revision.
function isShown(context: WikiContext, { deletedAt }: Page): boolean {
  if (deletedAt === null) return true
  return mayAdminister(visitorOf(context).rank) && numberIn(context.query, 'revision') !== undefined
}

function showDeleted(context: WikiContext, page: Page): Promise<Response> {
  return render(context, 'deleted', ofPage(context, page, 'read'), { status: 410, heading: page.title })
}

async function showText(context: WikiContext, page: Page): Promise<Response> {
  const { database, settings } = context.wiki
  const old = await oldRevision(context, page)
  if (!old && page.deletedAt !== null) return showDeleted(context, page)
  const isStored = !old && page.markupVersion === markupVersion
  const { markup, links } = isStored ? { markup: page.markup, links: linkedTitles(page.markup) } : await renderPage((old ?? page).text)
  const headings = headingsOf(markup)
  const view = {
    ...ofPage(context, page, 'read'),
    body: withLinks(markup, { mount: context.mount, title: page.title, existing: await existingTitles(database, links) }),
    tags: await tagsOf(database, page.id),
    contents: headings.length >= enoughHeadings ? headings : [],
    from: new URLSearchParams(context.query).get('from') ?? undefined,
    old,
    indexed: !old && (page.readRank ?? settings.readRank) === ranks.everybody,
  }
  return render(context, 'page', view, page.title === frontPage ? {} : { heading: page.title })
}

async function oldRevision({ wiki, query }: WikiContext, page: Page): Promise<Revision | undefined> {
  if (query === '') return undefined
  const number = numberIn(query, 'revision')
  const isPresent = number === page.revision && page.deletedAt === null
  return number === undefined || isPresent ? undefined : findRevision(wiki.database, page.id, number)
}
