import { linkedTitles, markupOf, markupVersion, withLinks } from '../view/markup.ts'
import { frontPage } from '../model/title.ts'
import { missingPageView, pageView } from '../view/page-view.ts'
import { titleOf } from './title-of.ts'
import type { WikiContext } from './wiki-context.ts'

/** GET / */
export function showFrontPage(context: WikiContext): Promise<Response> {
  return show(context, frontPage)
}

/** GET /page/:title */
export function showPage(context: WikiContext): Promise<Response> {
  return show(context, titleOf(context))
}

async function show(context: WikiContext, title: string): Promise<Response> {
  const page = await context.pages.find(title)
  if (!page) return missingPageView(context, title)
  const markup = page.markupVersion === markupVersion ? page.markup : await markupOf(page.text)
  const existing = await context.pages.existing(linkedTitles(markup))
  return pageView(context, page, withLinks(markup, context.mount, existing))
}
