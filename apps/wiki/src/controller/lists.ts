import { listPages, oldTitles, pagesLinkingTo } from '../model/pages.ts'
import { normaliseTag, problemWithTags } from '../model/tag.ts'
import { listTags, pagesTagged } from '../model/tags.ts'
import { render } from '../view/render.ts'
import { existingPage, ofPage } from './access.ts'
import { visitorOf, type PageContext, type WikiContext } from './wiki-context.ts'

/** GET /pages */
export async function showPages(context: WikiContext): Promise<Response> {
  const pages = await listPages(context.wiki.database, visitorOf(context))
  const list = { heading: 'All pages', none: 'There are no pages.', tags: true }
  return render(context, 'list', { list, pages }, { heading: 'All pages', here: 'pages' })
}

/** GET /tags */
export async function showTags(context: WikiContext): Promise<Response> {
  return render(context, 'tags', { all_tags: await listTags(context.wiki.database, visitorOf(context)) }, { heading: 'Tags' })
}

/** GET /tag/:tag */
export async function showTagged(context: WikiContext & { params: { tag: string } }): Promise<Response> {
  const tag = normaliseTag(context.params.tag)
  const isTag = problemWithTags([tag]) === undefined
  const pages = isTag ? await pagesTagged(context.wiki.database, tag, visitorOf(context)) : []
  const list = { heading: 'Pages with the tag', about: tag, none: 'No page has this tag.', tags: true }
  return render(context, 'list', { list, pages }, { heading: tag, status: pages.length === 0 ? 404 : 200 })
}

/** GET /backlinks/:title */
export async function showBacklinks(context: PageContext): Promise<Response> {
  const page = await existingPage(context)
  const { database } = context.wiki
  const pages = await pagesLinkingTo(database, [page.title, ...(await oldTitles(database, page.id))], visitorOf(context))
  const list = { heading: 'What links to', about: page.title, none: 'No page links here.' }
  return render(context, 'list', { ...ofPage(context, page, 'backlinks'), list, pages }, { heading: `What links to ${page.title}` })
}
