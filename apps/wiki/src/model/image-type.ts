// https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern

/** Bytes that tell all types apart. */
export const longestSignature = 12

const signatures: readonly (readonly [type: string, pattern: RegExp])[] = [
  ['image/png', /^\x89PNG\r\n\x1a\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF[^]{4}WEBP/],
  ['image/avif', /^[^]{4}ftypavi[fs]/],
]

/** The type of an image that cannot contain a program, by its first bytes; SVG is none. */
export function imageTypeOf(head: Uint8Array): string | undefined {
  const text = Buffer.from(head.subarray(0, longestSignature)).toString('latin1')
  return signatures.find(([, pattern]) => pattern.test(text))?.[0]
}
