import type { StateInline } from 'markdown-it'
import { normaliseTitle, problemWithTitle } from '../model/title.ts'

const wikiLink = /\[\[([^[\]|\n]{1,400})(?:\|([^[\]\n]{1,400}))?\]\]/y

/** An inline rule for `[[Title]]` and `[[Title|shown text]]`; the marker it leaves is one that no author can write. */
export function readWikiLink(state: StateInline, silent: boolean): boolean {
  wikiLink.lastIndex = state.pos
  const found = wikiLink.exec(state.src)
  if (!found) return false
  const [whole, target = '', shown] = found
  const title = normaliseTitle(target)
  if (problemWithTitle(title) !== undefined) return false
  state.pos += whole.length
  if (silent) return true
  state.push('link_open', 'a', 1).attrs = [['data-page', encodeURIComponent(title)]]
  state.push('text', '', 0).content = shown?.trim() || title
  state.push('link_close', 'a', -1)
  return true
}
