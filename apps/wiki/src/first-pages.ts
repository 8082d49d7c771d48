import { readdir, readFile } from 'node:fs/promises'
import type { Edit } from './model/pages.ts'
import { markupOf, markupVersion } from './view/markup.ts'

const folder = new URL('../pages/', import.meta.url)
// The same on every machine, so that two wikis that are just made answer with the same bytes.
const savedAt = '2026-11-22T12:00:00.000Z'

/** The pages that a new wiki starts with: the Markdown files in `pages`, each named after its title. */
export async function firstPages(): Promise<Edit[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.md'))
  return Promise.all(files.toSorted().map(pageIn))
}

async function pageIn(file: string): Promise<Edit> {
  const text = (await readFile(new URL(encodeURIComponent(file), folder), 'utf8')).trimEnd()
  return { title: file.slice(0, -'.md'.length), text, markup: await markupOf(text), markupVersion, base: 0, savedAt }
}
