/** UTF-16 code units a tag may have. */
export const longestTag = 40

/** Tags a page may have. */
export const mostTags = 20

/** A tag in the one spelling it is stored in. */
export function normaliseTag(tag: string): string {
  return tag.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase()
}

/** The tags of a list with commas, each once. */
export function tagsIn(list: string): string[] {
  const tags = list.split(',').map(normaliseTag)
  return [...new Set(tags)].filter((tag) => tag !== '')
}

/** Why a page cannot have these tags, in words for the visitor; `undefined` when it can. */
export function problemWithTags(tags: readonly string[]): string | undefined {
  if (tags.length > mostTags) return `A page has at most ${mostTags} tags, this one has ${tags.length}.`
  for (const tag of tags) {
    if (tag.length > longestTag) return `A tag has at most ${longestTag} characters.`
    if (!/[\p{L}\p{N}]/u.test(tag) || !tag.isWellFormed() || /[\p{Cc}/\\]/u.test(tag)) return 'A tag has a letter or a digit, and no slash.'
  }
  return undefined
}
