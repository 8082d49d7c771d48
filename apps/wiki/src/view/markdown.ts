import MarkdownIt from 'markdown-it'
import { readWikiLink } from './wiki-link.ts'

// Raw HTML is escaped, and links that run scripts are left as text: both are the library's defaults.
const markdown = new MarkdownIt('default', { html: false, linkify: false, typographer: false, maxNesting: 20 })

markdown.inline.ruler.before('link', 'wiki_link', readWikiLink)
// The title is the page's only heading of the first level.
markdown.core.ruler.push('lower_headings', ({ tokens }) => {
  for (const token of tokens) if (token.tag === 'h1') token.tag = 'h2'
})

/** The HTML of a Markdown text, with a marker for each wiki link. */
export function markdownToHtml(text: string): string {
  return markdown.render(text)
}
