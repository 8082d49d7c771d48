/** Lines of source around one that is marked. */
export interface Excerpt {
  /** The number of the first line. */
  readonly first: number
  readonly lines: readonly string[]
  /** The number of the marked line. */
  readonly line: number
  /** The marked column in the text of the marked line, from 1; 0 where it lies outside. */
  readonly column: number
}

const widest = 240
const before = 80

/** So many lines around a place, each cut to what can be read; `undefined` where the source has no such line. */
export function excerptOf(source: string, { line, column }: { line: number; column: number }, count: number): Excerpt | undefined {
  const first = Math.max(1, line - Math.floor((count - 1) / 2))
  const lines = linesFrom(source, first, line - first + 1 + Math.ceil((count - 1) / 2))
  const marked = lines[line - first]
  if (marked === undefined) return undefined
  const start = marked.length > widest ? Math.max(0, column - before) : 0
  const shift = start > 0 ? start - 1 : 0
  return {
    first,
    lines: lines.map((text, index) => cut(text, index === line - first ? start : 0)),
    line,
    column: column - shift <= widest + 1 && column <= marked.length + 1 ? column - shift : 0,
  }
}

/** A statement from a line on, for reading what it reads. */
export function linesFrom(source: string, first: number, count: number): string[] {
  const lines: string[] = []
  let index = 0
  for (let number = 1; number < first + count; number++) {
    const end = source.indexOf('\n', index)
    if (number >= first) lines.push(source.slice(index, end === -1 ? undefined : end).replace(/\r$/, ''))
    if (end === -1) break
    index = end + 1
  }
  return lines
}

function cut(text: string, start: number): string {
  const end = start + widest
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${text.length > end ? '…' : ''}`
}
