import { ranks, type Rank } from './rank.ts'
import { tagsIn } from './tag.ts'

/** A page as a Markdown file holds it. */
export interface ArchivedPage {
  readonly title: string
  readonly text: string
  readonly tags: readonly string[]
  readonly readRank: Rank | null
  readonly editRank: Rank | null
}

/** The path of a page's file: slashes make folders, and what file systems or folders do not take is percent-encoded. */
export function pathOfPage(title: string): string {
  const path = title.split('/').map(encodeSegment).join('/')
  // A folder without a name is none, so such slashes become part of a name.
  return `${path.replace(/^\/|\/(?=\/)|\/$/g, '%2F')}.md`
}

/** The title of the page in a file of this path; `undefined` when it is no Markdown. */
export function titleOfPath(path: string): string | undefined {
  if (!/\.md$/i.test(path)) return undefined
  return path.slice(0, -'.md'.length).replace(/%([0-7][0-9A-F])/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

function encodeSegment(segment: string): string {
  return segment.replace(/[%\\:*?"<>|\p{Cc}]|^[. ]|[. ]$/gu, encodeCharacter)
}

function encodeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}

/** The content of a page's file: the text, after lines that say what is not in it. */
export function fileOfPage({ text, tags, readRank, editRank }: Omit<ArchivedPage, 'title'>): string {
  const lines = [
    ...(tags.length > 0 ? [`tags: ${tags.join(', ')}`] : []),
    ...(readRank === null ? [] : [`read: ${nameOf(readRank)}`]),
    ...(editRank === null ? [] : [`edit: ${nameOf(editRank)}`]),
  ]
  // A text that begins as such lines do must not be taken for them.
  const needsFront = lines.length > 0 || text.startsWith('---\n')
  return needsFront ? ['---', ...lines, '---', text].join('\n') : text
}

/** What a page's file says. */
export function pageOfFile(content: string): Omit<ArchivedPage, 'title'> {
  const front = /^---\n((?:(?:tags|read|edit):[^\n]*\n)*)---(?:\n|$)/.exec(content)
  const valueOf = (name: string) => new RegExp(`^${name}:(.*)$`, 'm').exec(front?.[1] ?? '')?.[1]?.trim() ?? ''
  return {
    text: front ? content.slice(front[0].length) : content,
    tags: tagsIn(valueOf('tags')),
    readRank: rankNamed(valueOf('read')),
    editRank: rankNamed(valueOf('edit')),
  }
}

function nameOf(rank: Rank): string {
  return Object.entries(ranks).find(([, each]) => each === rank)?.[0] ?? 'admin'
}

function rankNamed(name: string): Rank | null {
  return Object.entries(ranks).find(([each]) => each === name)?.[1] ?? null
}
