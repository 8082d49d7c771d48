// Crockford's alphabet: no letter looks like a digit.
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** So many random letters and digits, of five bits each. */
export function randomText(length: number): string {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(length))
  return Array.from(bytes, (byte) => alphabet[byte & 31]).join('')
}
