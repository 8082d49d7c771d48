// https://www.rfc-editor.org/rfc/rfc9110 §5.6.6, with what browsers write into multipart/form-data
/** A field value with parameters, such as `form-data; name="photo"`. */
export interface Parameterised {
  /** What stands before the first semicolon, in lower case. */
  readonly value: string
  readonly parameters: ReadonlyMap<string, string>
}

const name = /[ \t]*;[ \t]*(?:([!#$%&'*+\-.^_`|~\dA-Za-z]+)=)?/y
const bare = /[^\s;"]*/y

/** A value and its parameters, names in lower case; `undefined` when malformed, or when a parameter is there twice. */
export function parseParameters(text: string): Parameterised | undefined {
  const end = text.indexOf(';')
  const value = (end === -1 ? text : text.slice(0, end)).trim().toLowerCase()
  const parameters = new Map<string, string>()
  let at = end === -1 ? text.length : end
  while (at < text.length) {
    name.lastIndex = at
    const match = name.exec(text)
    if (!match) return text.slice(at).trim() === '' ? { value, parameters } : undefined
    at = name.lastIndex
    const key = match[1]?.toLowerCase()
    if (key === undefined) continue
    const parameter = text[at] === '"' ? quoted(text, at) : unquoted(text, at)
    if (!parameter || parameters.has(key)) return undefined
    parameters.set(key, parameter.text)
    at = parameter.end
  }
  return { value, parameters }
}

function unquoted(text: string, at: number): { text: string; end: number } {
  bare.lastIndex = at
  const found = bare.exec(text)?.[0] ?? ''
  return { text: found, end: at + found.length }
}

// A backslash escapes a quote or itself; before anything else it is one, as in a path of old Windows browsers.
function quoted(text: string, at: number): { text: string; end: number } | undefined {
  let value = ''
  let start = at + 1
  for (let index = start; index < text.length; index++) {
    const character = text[index]
    if (character === '"') return { text: value + text.slice(start, index), end: index + 1 }
    const next = text[index + 1]
    if (character !== '\\' || (next !== '"' && next !== '\\')) continue
    value += text.slice(start, index)
    start = ++index
  }
  return undefined
}
