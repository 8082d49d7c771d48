// TextDecoder is no help: its 'latin1' is windows-1252, which maps 0x80 to 0x9f elsewhere.
type Slice = (this: Uint8Array, start: number, end: number) => string
type Write = (this: Uint8Array, text: string, offset: number, length: number) => number

// Node, Bun and Deno have both, for any Uint8Array as `this`; elsewhere a loop does the work.
const native: object = globalThis.Buffer?.prototype ?? {}
const nativeSlice: Slice | undefined = Reflect.get(native, 'latin1Slice')
const nativeWrite: Write | undefined = Reflect.get(native, 'latin1Write')
const beyond = /[\u0100-\uffff]/

/** Whether every character is one byte. */
export function isLatin1(text: string): boolean {
  return !beyond.test(text)
}

/** The bytes from `start` to `end`, each as one character. */
export function decodeLatin1(bytes: Uint8Array, start: number, end: number): string {
  return nativeSlice ? nativeSlice.call(bytes, start, end) : sliceLatin1(bytes, start, end)
}

/** Writes characters up to U+00FF as one byte each. */
export function writeLatin1(target: Uint8Array, text: string, offset: number): void {
  if (nativeWrite) nativeWrite.call(target, text, offset, text.length)
  else for (let index = 0; index < text.length; index++) target[offset + index] = text.charCodeAt(index)
}

function sliceLatin1(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  for (let offset = start; offset < end; offset += 4096) {
    text += String.fromCharCode(...bytes.subarray(offset, Math.min(offset + 4096, end)))
  }
  return text
}
