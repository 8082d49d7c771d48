// https://www.rfc-editor.org/rfc/rfc3986 §2.1, §3.3
const outsidePath = /[^\w\-.~!$&'()*+,;=:@/]/g
const escape = /%([\da-f]{2})/gi

/** Encodes each byte of a decoded path that cannot stand in one; `%` is such a byte. */
export function encodePath(path: string): string {
  return path.replace(outsidePath, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
}

/** The bytes of an encoded text, one character each; what is no escape stays. */
export function decodePercent(text: string): string {
  return text.replace(escape, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
}
