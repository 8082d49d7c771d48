import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Edit } from './model/save-page.ts'
import { placeOf } from './place.ts'
import { renderPage } from './view/markup.ts'

// The same on every machine, so that two wikis that are just made answer with the same bytes.
const savedAt = '2026-11-22T12:00:00.000Z'

/** The pages that a new wiki starts with: the Markdown files in `pages`, each named after its title. */
export async function firstPages(): Promise<Edit[]> {
  const folder = placeOf('pages')
  const files = (await readdir(folder)).filter((name) => name.endsWith('.md'))
  return Promise.all(files.toSorted().map((file) => pageIn(folder, file)))
}

async function pageIn(folder: string, file: string): Promise<Edit> {
  const text = (await readFile(join(folder, file), 'utf8')).trimEnd()
  return { title: file.slice(0, -'.md'.length), text, base: 0, savedAt, tags: ['gangway'], ...(await renderPage(text)) }
}
