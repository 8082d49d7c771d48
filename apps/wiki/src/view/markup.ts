import { escapeHtml } from '@gangway/gateway'
import { pageAddress } from './addresses.ts'

/** Counts up when the renderer changes, so that markup of an older one is made anew. */
export const markupVersion = 1

/** The stored form of a Markdown text: HTML, but for the wiki links, whose targets come and go. */
export async function markupOf(text: string): Promise<string> {
  // Loading the renderer takes longer than everything else that a CGI process does for a page.
  const { markdownToHtml } = await import('./markdown.ts')
  return markdownToHtml(text)
}

const marker = /<a data-page="([^"]*)">/g

/** The titles that a stored markup links to. */
export function linkedTitles(markup: string): Set<string> {
  return new Set([...markup.matchAll(marker)].map(([, title = '']) => decodeURIComponent(title)))
}

/** The HTML of a stored markup, with links to pages below the mount; those that nobody has written yet are marked. */
export function withLinks(markup: string, mount: string, existing: ReadonlySet<string>): string {
  return markup.replace(marker, (_, encoded: string) => {
    const title = decodeURIComponent(encoded)
    const href = escapeHtml(pageAddress(mount, title))
    return existing.has(title) ? `<a href="${href}">` : `<a class="missing" title="Nobody has written this page yet" href="${href}">`
  })
}
