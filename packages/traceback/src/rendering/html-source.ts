import type { Frame } from '../report/report.ts'
import { tokensOf, type Token } from '../source/tokens.ts'
import { htmlValue } from './html-value.ts'
import { markup, type Markup } from './markup.ts'

const colored: Partial<Record<Token['kind'], string>> = {
  comment: 'k-comment',
  string: 'k-string',
  pattern: 'k-string',
  number: 'k-number',
  keyword: 'k-keyword',
}

/** The source of a frame: the failing line is marked, the failing word underlined, and below stand the values of what the line reads. */
export function htmlSource(frame: Frame): Markup | undefined {
  const { source, lineValues } = frame
  if (!source) return undefined
  const values = lineValues.map(
    ({ name, value }) =>
      markup`<div class="value"><span class="variable">${name}</span> <span class="dim">=</span> ${htmlValue(value)}</div>`,
  )
  const lines = tokenLines(source.lines).map((tokens, index) => {
    const number = source.first + index
    const isMarked = number === source.line
    return markup`<div class="line${isMarked && ' marked'}"><span class="number">${number}</span><code>${tokens.map((token) => htmlToken(token, isMarked ? source.column - 1 : -1))}</code></div>${isMarked && values.length > 0 && markup`<div class="values">${values}</div>`}`
  })
  return markup`<div class="source" tabindex="0" role="region" aria-label="Source of ${frame.file}">${lines}</div>`
}

function htmlToken({ kind, text, index }: Token, column: number): Markup {
  const isAt = column >= index && column < index + text.length && kind !== 'space'
  const name = colored[kind]
  const inner = isAt ? markup`<mark>${text}</mark>` : markup`${text}`
  return name === undefined ? inner : markup`<span class="${name}">${inner}</span>`
}

// The tokens of each line, with the column at which they begin.
function tokenLines(lines: readonly string[]): Token[][] {
  const source = lines.join('\n')
  const found: Token[][] = [[]]
  let start = 0
  for (const { kind, text, index } of tokensWithin(source)) {
    for (const [part, piece] of text.split('\n').entries()) {
      if (part > 0) {
        found.push([])
        start = source.indexOf('\n', Math.max(start, index)) + 1
      }
      if (piece !== '') found.at(-1)?.push({ kind, text: piece, index: Math.max(index, start) - start })
    }
  }
  return found
}

// An excerpt may begin inside of a comment.
function tokensWithin(source: string): Token[] {
  const end = source.indexOf('*/')
  const begin = source.indexOf('/*')
  if (end === -1 || (begin !== -1 && begin < end) || !/^\s*\*/.test(source)) return tokensOf(source)
  const text = source.slice(0, end + 2)
  return [
    { kind: 'comment', text, index: 0 },
    ...tokensOf(source.slice(end + 2)).map((token) => ({ ...token, index: token.index + end + 2 })),
  ]
}
