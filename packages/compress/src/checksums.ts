const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let remainder = index
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1
  return remainder
})

/** CRC-32 (RFC 1952 §8), continued from what came before; it starts at 0. */
export function crc32(bytes: Uint8Array, before: number): number {
  let crc = ~before
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  return ~crc >>> 0
}

// So many bytes cannot overflow 32 bits before the remainder is taken (RFC 1950 §9).
const longestRun = 3800

/** Adler-32 (RFC 1950 §8.2), continued from what came before; it starts at 1. */
export function adler32(bytes: Uint8Array, before: number): number {
  let low = before & 0xffff
  let high = before >>> 16
  for (let start = 0; start < bytes.byteLength; start += longestRun) {
    for (const byte of bytes.subarray(start, start + longestRun)) {
      low += byte
      high += low
    }
    low %= 65521
    high %= 65521
  }
  return ((high << 16) | low) >>> 0
}
