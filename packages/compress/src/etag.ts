// https://www.rfc-editor.org/rfc/rfc9110 §8.8.3

/**
 * What becomes of the entity tag of a response that is encoded, for the encoded bytes are another representation: a weak tag says only that
 * the content is the same, a suffixed one is a strong tag of its own.
 */
export type EtagMode = 'weaken' | 'suffix' | 'drop' | 'keep'

/** The tag as a weak one. */
export function weakened(tag: string): string {
  return tag.startsWith('W/') ? tag : `W/${tag}`
}

/** The tag of the representation in this coding. */
export function suffixed(tag: string, coding: string): string {
  return tag.endsWith('"') ? `${tag.slice(0, -1)}-${coding}"` : tag
}

/** A list of tags in which each that has a suffix of ours also stands without, as the application knows it. */
export function withUnsuffixed(list: string): string {
  return list.replace(tags, (tag) => {
    const bare = tag.replace(/-(?:gzip|deflate|br|zstd|dcb|dcz)"$/, '"')
    return bare === tag ? tag : `${tag}, ${bare}`
  })
}

/** Whether a list of tags has this one, as it stands. */
export function lists(list: string, tag: string): boolean {
  const found: readonly string[] = list.match(tags) ?? []
  return found.includes(tag)
}

const tags = /(?:W\/)?"[^"]*"/g
