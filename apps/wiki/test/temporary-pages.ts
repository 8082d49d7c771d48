import { join } from 'node:path'
import { openPages, type Edit, type Pages } from '../src/model/pages.ts'
import { markupOf, markupVersion } from '../src/view/markup.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** The pages of a new wiki with these texts by title, closed and removed at the end of the scope. */
export async function temporaryPages(texts: Record<string, string> = {}): Promise<Disposable & Pages & { file: string }> {
  const folder = temporaryFolder()
  const file = join(folder.path, 'wiki.sqlite')
  const pages = await openPages(file, () => Promise.all(Object.entries(texts).map(([title, text]) => editOf(title, text))))
  const dispose = () => {
    pages.close()
    folder[Symbol.dispose]()
  }
  return { ...pages, file, [Symbol.dispose]: dispose }
}

/** An edit with its markup. */
export async function editOf(title: string, text: string, base = 0): Promise<Edit> {
  return { title, text, base, markup: await markupOf(text), markupVersion, savedAt: '2026-01-02T03:04:05.000Z' }
}
