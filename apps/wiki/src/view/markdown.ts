import MarkdownIt, { type StateCore, type Token } from 'markdown-it'
import { fileNameOf } from '../model/file-name.ts'
import { readWikiLink } from './wiki-link.ts'

// Raw HTML is escaped, and links that run scripts are left as text: both are the library's defaults.
const markdown = new MarkdownIt('default', { html: false, linkify: false, typographer: false, maxNesting: 20 })

markdown.inline.ruler.before('link', 'wiki_link', readWikiLink)
markdown.core.ruler.push('lower_headings', lowerHeadings)
markdown.core.ruler.push('heading_ids', nameHeadings)
markdown.core.ruler.push('attachments', encodeAttachments)

/** The HTML of a Markdown text, with a marker for each link within the wiki. */
export function markdownToHtml(text: string): string {
  return markdown.render(text)
}

// The title is the page's only heading of the first level.
function lowerHeadings({ tokens }: StateCore): void {
  for (const token of tokens) if (token.tag === 'h1') token.tag = 'h2'
}

function nameHeadings({ tokens }: StateCore): void {
  const taken = new Map<string, number>()
  for (const [index, token] of tokens.entries()) {
    if (token.type !== 'heading_open') continue
    const name = idOf(tokens[index + 1])
    const count = (taken.get(name) ?? 0) + 1
    taken.set(name, count)
    // With a prefix no heading has the id of an element of ours, nor the id that another one gets by counting.
    token.attrSet('id', count === 1 ? `section-${name}` : `section-${name}.${count}`)
  }
}

function idOf(inline: Token | undefined): string {
  const text = inline?.children?.map(({ content }) => content).join('') ?? ''
  const words =
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]+/gu)
      ?.join('-') ?? ''
  return Array.from(words).slice(0, 60).join('')
}

// Whatever else is written after the scheme, only a name comes through, in an encoding of its own.
function encodeAttachments({ tokens }: StateCore): void {
  for (const token of tokens.flatMap(({ children }) => children ?? [])) {
    const attribute = token.type === 'image' ? 'src' : token.type === 'link_open' ? 'href' : undefined
    if (!attribute) continue
    const target = String(token.attrGet(attribute))
    if (!target.startsWith('attachment:')) continue
    token.attrSet(attribute, `attachment:${encodeURIComponent(fileNameOf(decoded(target.slice('attachment:'.length))))}`)
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A percent sign that encodes nothing stands for itself.
    return text
  }
}
