/** A segment of a path, decoded once; `undefined` when its percent-encoding is no UTF-8. */
export function decodeSegment(segment: string): string | undefined {
  if (!segment.includes('%')) return segment
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined // a URIError is all that it throws
  }
}

/** A text as one segment: with what would end it or change its meaning percent-encoded. */
export function encodeSegment(text: string): string {
  // URL parsers leave these as they are in a path (RFC 3986 §3.3, pchar).
  return encodeURIComponent(text).replace(/%(?:3A|40|26|3D|2B|24|2C|3B)/g, decodeURIComponent)
}

/** Whether a text can be a segment: neither empty nor one that URL parsers take away, however it is encoded. */
export function isSegment(text: string): boolean {
  return text !== '' && text !== '.' && text !== '..' && text.isWellFormed()
}

/** The number in a segment: a non-negative integer in its one decimal form. */
export function integerOf(segment: string): number | undefined {
  if (!/^(?:0|[1-9]\d{0,15})$/.test(segment)) return undefined
  const number = Number(segment)
  return Number.isSafeInteger(number) ? number : undefined
}
