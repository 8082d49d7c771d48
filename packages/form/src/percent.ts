const percent = 0x25
const plus = 0x2b
const space = 0x20

/** The bytes that `%XX` stand for; a percent sign without two digits behind it is one (URL "percent-decode"). */
export function percentDecode(bytes: Uint8Array, plusIsSpace = false): Uint8Array {
  if (!bytes.includes(percent) && !(plusIsSpace && bytes.includes(plus))) return bytes
  const decoded = new Uint8Array(bytes.length)
  let length = 0
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0
    const value = byte === percent ? 16 * digit(bytes[index + 1]) + digit(bytes[index + 2]) : Number.NaN
    if (!Number.isNaN(value)) index += 2
    decoded[length++] = Number.isNaN(value) ? (plusIsSpace && byte === plus ? space : byte) : value
  }
  return decoded.subarray(0, length)
}

function digit(byte = 0): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : Number.NaN
}
