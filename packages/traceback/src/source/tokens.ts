/** A piece of JavaScript or TypeScript. */
export interface Token {
  readonly kind: 'comment' | 'string' | 'number' | 'keyword' | 'name' | 'pattern' | 'punctuation' | 'space'
  readonly text: string
  /** Where it begins. */
  readonly index: number
}

const keywords = new Set(
  `abstract as async await break case catch class const continue debugger declare default delete do else enum export extends false finally
  for from function get if implements import in infer instanceof interface is keyof let namespace new null of private protected public
  readonly return satisfies set static super switch this throw true try type typeof undefined using var void while with yield`.split(/\s+/),
)
// Words that are also used as names, and much oftener so.
const names = new Set(['as', 'declare', 'from', 'get', 'is', 'namespace', 'of', 'set', 'type', 'using', 'undefined', 'infer', 'abstract'])

const space = /\s+/y
const comment = /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y
const quoted = /'(?:\\[\s\S]|[^'\\\n])*'?|"(?:\\[\s\S]|[^"\\\n])*"?/y
const template = /(?:\\[\s\S]|\$(?!\{)|[^\\`$])*(?:`|\$\{|$)/y
const number = /(?:0[xob][\da-f_]+|\d[\d_]*\.?[\d_]*(?:e[+-]?\d+)?|\.\d[\d_]*(?:e[+-]?\d+)?)n?/iy
const word = /#?[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy
const pattern = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y

/** Cuts source into its pieces. It need not be whole, nor right: what is not understood is punctuation. */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = []
  // For each template that is open: how many braces are open in its `${}`.
  const braces: number[] = []
  let previous: Token | undefined
  for (let index = 0; index < source.length;) {
    const token = next(source, index, { braces, previous })
    tokens.push(token)
    if (token.kind !== 'space' && token.kind !== 'comment') previous = token
    index += token.text.length
  }
  return tokens
}

interface State {
  readonly braces: number[]
  readonly previous: Token | undefined
}

function next(source: string, index: number, state: State): Token {
  const character = source[index] ?? ''
  const matched = (kind: Token['kind'], expression: RegExp): Token | undefined => {
    expression.lastIndex = index
    const text = expression.exec(source)?.[0]
    return text ? { kind, text, index } : undefined
  }
  if (character === '`') return templateFrom(source, index, state.braces)
  if (character === '}' && state.braces.at(-1) === 0) {
    state.braces.pop()
    return templateFrom(source, index, state.braces)
  }
  const found =
    matched('space', space) ??
    (character === '/' ? matched('comment', comment) : undefined) ??
    (character === '/' && !endsValue(state.previous) ? matched('pattern', pattern) : undefined) ??
    (character === "'" || character === '"' ? matched('string', quoted) : undefined) ??
    matched('number', number) ??
    matched('name', word)
  if (!found) return punctuation(character, index, state.braces)
  return found.kind === 'name' && isKeyword(found.text, source, index) ? { ...found, kind: 'keyword' } : found
}

function templateFrom(source: string, index: number, braces: number[]): Token {
  template.lastIndex = index + 1
  const text = (source[index] ?? '') + (template.exec(source)?.[0] ?? '')
  if (text.endsWith('${')) braces.push(0)
  return { kind: 'string', text, index }
}

function punctuation(character: string, index: number, braces: number[]): Token {
  const last = braces.length - 1
  if (last >= 0 && (character === '{' || character === '}')) braces[last] = (braces[last] ?? 0) + (character === '{' ? 1 : -1)
  return { kind: 'punctuation', text: character, index }
}

// After a value a slash divides, else it begins a pattern.
function endsValue(previous: Token | undefined): boolean {
  if (!previous) return false
  if (previous.kind === 'keyword') return /^(?:this|super|null|true|false)$/.test(previous.text)
  if (previous.kind === 'punctuation') return previous.text === ')' || previous.text === ']' || previous.text === '}'
  return true
}

function isKeyword(text: string, source: string, index: number): boolean {
  return keywords.has(text) && !names.has(text) && source[index - 1] !== '.'
}
