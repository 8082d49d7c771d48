import { diffWordsWithSpace, structuredPatch } from 'diff'

/** A run of text within a line; `changed` where the other version of the line differs. */
export interface Part {
  readonly text: string
  readonly changed: boolean
}

/** One line of a difference, with its number in the version that it is of. */
export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added'
  readonly number: number
  readonly parts: readonly Part[]
}

/** Milliseconds that a comparison may take; beyond that all is shown as changed. */
const timeout = 500

/** The places where two texts differ, each with three lines around it. */
export function differenceBetween(before: string, after: string): DiffLine[][] {
  const patch = structuredPatch('', '', withEnd(before), withEnd(after), '', '', { context: 3, timeout })
  if (!patch) return [[...wholly('removed', before), ...wholly('added', after)]]
  return patch.hunks.map(({ lines, oldStart, newStart }) => numbered(lines, oldStart, newStart))
}

// A text that does not end its last line would differ from one that does.
function withEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}

function wholly(kind: 'removed' | 'added', text: string): DiffLine[] {
  return text.split('\n').map((line, index) => ({ kind, number: index + 1, parts: [{ text: line, changed: false }] }))
}

function numbered(lines: readonly string[], oldStart: number, newStart: number): DiffLine[] {
  let [before, after] = [oldStart, newStart]
  const plain = lines.flatMap((line): DiffLine[] => {
    const parts = [{ text: line.slice(1), changed: false }]
    if (line.startsWith('-')) return [{ kind: 'removed', number: before++, parts }]
    if (line.startsWith('+')) return [{ kind: 'added', number: after++, parts }]
    if (!line.startsWith(' ')) return []
    before++
    return [{ kind: 'same', number: after++, parts }]
  })
  return withWords(plain)
}

/** Marks the words that differ where as many lines were added as were removed before them. */
function withWords(lines: readonly DiffLine[]): DiffLine[] {
  const marked = [...lines]
  for (let start = 0; start < lines.length; start++) {
    const removed = run(lines, start, 'removed')
    const added = run(lines, start + removed, 'added')
    if (removed > 0 && removed === added) {
      for (let index = start; index < start + removed; index++) markWords(marked, index, index + removed)
    }
    start += removed + added
  }
  return marked
}

function run(lines: readonly DiffLine[], start: number, kind: DiffLine['kind']): number {
  let end = start
  while (lines[end]?.kind === kind) end++
  return end - start
}

function markWords(lines: DiffLine[], removed: number, added: number): void {
  const [before, after] = [lines[removed], lines[added]]
  if (!before || !after) return
  const changes = diffWordsWithSpace(textOf(before), textOf(after), { timeout: 50, maxEditLength: 200 })
  if (!changes) return
  lines[removed] = { ...before, parts: changes.filter((each) => !each.added).map((each) => ({ text: each.value, changed: each.removed })) }
  lines[added] = { ...after, parts: changes.filter((each) => !each.removed).map((each) => ({ text: each.value, changed: each.added })) }
}

function textOf({ parts }: DiffLine): string {
  return parts.map(({ text }) => text).join('')
}
