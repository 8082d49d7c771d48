import { createHash } from 'node:crypto'

/** Bytes of all values in an order that shows when a piece is missing, doubled or moved. */
export function pattern(length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  for (let index = 0; index < length; index++) bytes[index] = (index * 31 + (index >>> 8) * 7) & 255
  return bytes
}

/** Length and digest of a body, read chunk by chunk. */
export async function digestOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256')
  let length = 0
  for await (const chunk of chunks) {
    hash.update(chunk)
    length += chunk.byteLength
  }
  return `${length} ${hash.digest('hex')}`
}

/** What `digestOf` returns for these bytes. */
export function digestOfBytes(bytes: Uint8Array): string {
  return `${bytes.byteLength} ${createHash('sha256').update(bytes).digest('hex')}`
}
