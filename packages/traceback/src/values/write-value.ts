import type { Member, Value } from './value.ts'

/** A value on one line, of about so many characters at the most. */
export function writeValue(value: Value, width = 120): string {
  const written = write(value, width)
  return written.length > width ? `${written.slice(0, width - 1)}…` : written
}

function write(value: Value, width: number): string {
  if (value.type === 'string') return `'${escaped(value.text)}'${value.more === undefined ? '' : ` and ${value.more} more characters`}`
  const { members } = value
  if (!members) return value.more === undefined || value.type === 'string' ? value.text : `${value.text} {…}`
  const [open, close] = isList(value) ? ['[', ']'] : ['{', '}']
  const head = (value.type === 'object' && value.text === 'Object') || /^Array\(\d+\)$/.test(value.text) ? '' : `${value.text} `
  if (members.length === 0 && value.more === undefined) return `${head}${open}${close}`
  const items: string[] = []
  let left = width - head.length
  for (const member of members) {
    if (left <= 0) break
    const item = isList(value) ? write(member.value, left) : writeMember(member, left)
    items.push(item)
    left -= item.length + 2
  }
  const more = (value.more ?? 0) + members.length - items.length
  if (more > 0) items.push(`${more} more`)
  return isList(value) ? `${head}[${items.join(', ')}]` : `${head}{ ${items.join(', ')} }`
}

function writeMember({ name, value }: Member, width: number): string {
  return `${/^[\w$[\].]+$/.test(name) ? name : `'${escaped(name)}'`}: ${write(value, width)}`
}

function isList({ type }: Value): boolean {
  return type === 'array' || type === 'set' || type === 'bytes'
}

function escaped(text: string): string {
  return text.replace(/[\\'\n\r\t]/g, (character) => escapes[character] ?? character)
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r', '\t': '\\t' }
