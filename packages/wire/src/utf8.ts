const native: typeof Buffer | undefined = globalThis.Buffer
const encoder = new TextEncoder()

/** The number of bytes of a text in UTF-8; a lone surrogate counts as U+FFFD. */
export function utf8Length(text: string): number {
  return native ? native.byteLength(text) : encoder.encode(text).length
}

/** Writes a text into bytes that have room for it. */
export function writeUtf8(target: Uint8Array, text: string, offset: number): void {
  encoder.encodeInto(text, target.subarray(offset))
}
