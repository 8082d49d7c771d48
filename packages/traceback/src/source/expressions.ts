import { tokensOf, type Token } from './tokens.ts'

/** A variable and what is read of it: `['page', 'author', 'name']`. */
export type Expression = readonly [string, ...string[]]

const longestStatement = 5
const mostExpressions = 30

/** What a statement reads, in the order in which it stands there; the statement begins at this line and goes on until its brackets are closed. */
export function expressionsAt(lines: readonly string[], line: number): Expression[] {
  const found = new Map<string, Expression>()
  let depth = 0
  for (let index = line; index < Math.min(line + longestStatement, lines.length); index++) {
    const tokens = tokensOf(lines[index]?.slice(0, 2000) ?? '').filter(({ kind }) => kind !== 'space' && kind !== 'comment')
    for (const expression of expressionsIn(tokens)) found.set(expression.join('.'), expression)
    for (const { kind, text } of tokens) if (kind === 'punctuation') depth += bracket(text)
    if (depth <= 0) break
  }
  return [...found.values()].slice(0, mostExpressions)
}

function bracket(text: string): number {
  if (text === '(' || text === '[' || text === '{') return 1
  return text === ')' || text === ']' || text === '}' ? -1 : 0
}

function* expressionsIn(tokens: readonly Token[]): Generator<Expression> {
  for (let index = 0; index < tokens.length; index++) {
    // What is being declared has no value yet.
    if (!isName(tokens[index]) || isDot(tokens, index - 1) || /^(?:const|let|var|function|class)$/.test(tokens[index - 1]?.text ?? ''))
      continue
    const path: [string, ...string[]] = [tokens[index]?.text ?? '']
    yield [...path]
    while (isDot(tokens, index + 1) && path.length < 6) {
      const next = index + (tokens[index + 1]?.text === '?' ? 3 : 2)
      const name = tokens[next]
      if (!name || !isName(name)) break
      index = next
      path.push(name.text)
      yield [...path]
    }
  }
}

function isName(token: Token | undefined): boolean {
  return token?.kind === 'name' || token?.text === 'this'
}

// `.` or `?.`, but not `...`
function isDot(tokens: readonly Token[], index: number): boolean {
  const [before, here, after] = [tokens[index - 1]?.text, tokens[index]?.text, tokens[index + 1]?.text]
  if (here === '?') return after === '.'
  return here === '.' && after !== '.' && before !== '.'
}
