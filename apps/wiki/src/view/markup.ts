import { escapeHtml } from '@gangway/gateway'
import { fileAddress, pageAddress } from './addresses.ts'

/** Counts up when the renderer changes, so that markup of an older one is made anew. */
export const markupVersion = 2

/** What is made of a text when it is saved. */
export interface RenderedPage {
  /** HTML, but for links within the wiki, whose targets come and go. */
  markup: string
  markupVersion: number
  /** Titles that the text links to. */
  links: Set<string>
}

/** Renders a Markdown text in its stored form. */
export async function renderPage(text: string): Promise<RenderedPage> {
  // Loading the renderer takes longer than everything else that a CGI process does for a page.
  const { markdownToHtml } = await import('./markdown.ts')
  const markup = markdownToHtml(text)
  return { markup, markupVersion, links: linkedTitles(markup) }
}

// Each is what the renderer leaves and no author can write.
const pageMarker = /<a data-page="([^"]*)">/g
const fileMarker = /(src|href)="attachment:([^"]*)"/g
const heading = /<h([23]) id="([^"]*)"[^>]*>(.*?)<\/h\1>/g

/** The titles that a stored markup links to. */
export function linkedTitles(markup: string): Set<string> {
  return new Set([...markup.matchAll(pageMarker)].map(([, title = '']) => decodeURIComponent(title)))
}

/** What the links of a markup depend on. */
export interface LinkTargets {
  readonly mount: string
  /** The page whose attachments are meant. */
  readonly title: string
  /** Those of the linked titles that there are. */
  readonly existing: ReadonlySet<string>
}

/** The HTML of a stored markup, with its links; those to pages that nobody has written yet are marked. */
export function withLinks(markup: string, { mount, title: ownTitle, existing }: LinkTargets): string {
  return markup
    .replace(pageMarker, (_, encoded: string) => {
      const title = decodeURIComponent(encoded)
      const href = escapeHtml(pageAddress(mount, title))
      return existing.has(title) ? `<a href="${href}">` : `<a class="missing" title="Nobody has written this page yet" href="${href}">`
    })
    .replace(fileMarker, (_, attribute: string, name: string) => {
      return `${attribute}="${escapeHtml(fileAddress(mount, ownTitle, decodeURIComponent(name)))}"`
    })
}

/** A heading in the table of contents. */
export interface Heading {
  readonly level: 2 | 3
  readonly id: string
  /** HTML of its text, without links. */
  readonly html: string
}

/** The headings of a stored markup, for its table of contents. */
export function headingsOf(markup: string): Heading[] {
  return [...markup.matchAll(heading)].map(([, level, id = '', html = '']) => ({
    level: level === '3' ? 3 : 2,
    id,
    html: html.replace(/<\/?a\b[^>]*>|<img\b[^>]*>/g, ''),
  }))
}
