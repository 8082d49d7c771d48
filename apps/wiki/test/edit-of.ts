import type { Edit } from '../src/model/save-page.ts'
import { renderPage } from '../src/view/markup.ts'

/** An edit with its markup. */
export async function editOf(title: string, text: string, more: Partial<Edit> = {}): Promise<Edit> {
  return { title, text, base: 0, ...(await renderPage(text)), ...more }
}
