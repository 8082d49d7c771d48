// https://www.rfc-editor.org/rfc/rfc7239 §4

/** What one proxy says: parameters by their names in lower case. */
export type ForwardedElement = ReadonlyMap<string, string>

/** The elements of a `Forwarded` field, the nearest proxy's last; `undefined` when it breaks the grammar anywhere. */
export function parseForwarded(field: string): readonly ForwardedElement[] | undefined {
  const elements: ForwardedElement[] = []
  let position = 0
  while (position <= field.length) {
    const element = parseElement(field, position)
    if (!element) return undefined
    if (element.pairs.size > 0) elements.push(element.pairs)
    position = element.end + 1
  }
  return elements
}

const blanks = /[\t ]*/y
const pair = /([!#$%&'*+\-.^_`|~\dA-Za-z]+)=(?:([!#$%&'*+\-.^_`|~\dA-Za-z]+)|"((?:[\t !#-[\]-~\x80-\xff]|\\[\t !-~\x80-\xff])*)")/y

// Ends at a comma or at the end of the field.
function parseElement(field: string, start: number): { pairs: Map<string, string>; end: number } | undefined {
  const pairs = new Map<string, string>()
  let position = skip(blanks, field, start)
  for (;;) {
    pair.lastIndex = position
    const [whole = '', name = '', token, quoted] = pair.exec(field) ?? []
    position += whole.length
    const key = name.toLowerCase()
    if (pairs.has(key)) return undefined
    if (whole !== '') pairs.set(key, token ?? (quoted ?? '').replace(/\\(.)/gs, '$1'))
    if (field[position] !== ';') break
    position++
  }
  position = skip(blanks, field, position)
  return position === field.length || field[position] === ',' ? { pairs, end: position } : undefined
}

function skip(pattern: RegExp, field: string, position: number): number {
  pattern.lastIndex = position
  return position + (pattern.exec(field)?.[0].length ?? 0)
}
