import { importPages, type ImportedPage } from '../model/all-pages.ts'
import { ArchiveError, readArchive } from '../model/archive.ts'
import type { ArchivedPage } from '../model/archived-page.ts'
import { problemWithTags } from '../model/tag.ts'
import { problemWithText } from '../model/text.ts'
import { normaliseTitle, problemWithTitle } from '../model/title.ts'
import { renderPage } from '../view/markup.ts'
import { visitorOf, type WikiContext } from './wiki-context.ts'

/** Saves the pages of an archive, all or none of them, and says what became of it. */
export async function importFrom(context: WikiContext, archive: AsyncIterable<Uint8Array>): Promise<{ problem?: string; notice?: string }> {
  try {
    const pages: ImportedPage[] = []
    for (const page of await readArchive(archive)) pages.push(await prepared(page, visitorOf(context).id))
    if (pages.length === 0) return { problem: 'There are no Markdown files in this archive.' }
    const { saved, unchanged } = await importPages(context.wiki.database, pages)
    return { notice: `Imported: ${saved} saved, ${unchanged} as they were.` }
  } catch (error) {
    if (error instanceof ArchiveError) return { problem: `${error.message} Nothing was imported.` }
    throw error
  }
}

async function prepared(page: ArchivedPage, savedBy: number | null): Promise<ImportedPage> {
  const title = normaliseTitle(page.title)
  const problem = problemWithTitle(title) ?? problemWithText(page.text) ?? problemWithTags(page.tags)
  if (problem !== undefined) throw new ArchiveError(`The page “${page.title}” cannot be: ${problem}`)
  return { ...page, title, savedBy, comment: 'Imported', ...(await renderPage(page.text)) }
}
