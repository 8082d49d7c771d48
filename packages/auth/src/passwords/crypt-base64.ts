const alphabet = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Text of bytes taken in the given order, three to four characters, the lowest six bits first, as crypt(3) writes it. */
export function encodeCrypt(bytes: Uint8Array, order: readonly (readonly number[])[]): string {
  return order.map((indexes) => group(indexes.map((index) => bytes[index] ?? 0))).join('')
}

function group(bytes: readonly number[]): string {
  const value = bytes.reduce((sum, byte) => sum * 256 + byte, 0)
  return Array.from({ length: bytes.length + 1 }, (_, index) => alphabet[(value >> (6 * index)) & 63]).join('')
}
