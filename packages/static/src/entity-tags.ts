// https://www.rfc-editor.org/rfc/rfc9110 §8.8.3

/** Whether a list of entity tags, or `*`, has this one: weakly compared, or strongly. A list that is none has no tag. */
export function listsTag(list: string, tag: string, comparison: 'weak' | 'strong'): boolean {
  if (list.trim() === '*') return true
  const tags = parseTags(list)
  if (comparison === 'strong') return !tag.startsWith('W/') && tags.includes(tag)
  return tags.some((each) => opaque(each) === opaque(tag))
}

// A comma may be part of a tag.
function parseTags(list: string): string[] {
  const member = /[\t ,]*((?:W\/)?"[\x21\x23-\x7e\x80-\xff]*")[\t ]*(?:,|$)/y
  const tags: string[] = []
  while (member.lastIndex < list.length) {
    const tag = member.exec(list)?.[1]
    if (tag === undefined) return []
    tags.push(tag)
  }
  return tags
}

function opaque(tag: string): string {
  return tag.startsWith('W/') ? tag.slice(2) : tag
}
