/** The text of a file in UTF-8, or else in Latin-1, as older ones are; without a byte order mark. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return Buffer.from(bytes).toString('latin1') // every byte is a character there
  }
}
