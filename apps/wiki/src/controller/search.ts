import { searchPages } from '../model/search.ts'
import { render } from '../view/render.ts'
import { visitorOf, type WikiContext } from './wiki-context.ts'

/** GET /search?q= */
export async function search(context: WikiContext): Promise<Response> {
  const words = (new URLSearchParams(context.query).get('q') ?? '').toWellFormed().slice(0, 200)
  const hits = await searchPages(context.wiki.database, words, visitorOf(context))
  return render(context, 'search', { words, hits }, { heading: words === '' ? 'Search' : `Search for ${words}` })
}
