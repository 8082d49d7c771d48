const encoder = new TextEncoder()

/** How many bytes a text takes in UTF-8. */
export function byteLength(text: string): number {
  // Node counts without encoding: 20 ns instead of 300 ns for a page.
  return globalThis.Buffer ? Buffer.byteLength(text) : encoder.encode(text).byteLength
}
