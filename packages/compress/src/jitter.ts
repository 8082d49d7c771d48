import type { Encoded } from './engine.ts'
import type { Encoding } from './encoding.ts'

/** How many bytes to add to an encoded body, given some of what is encoded. */
export type Jitter = (content: Uint8Array) => number

/** The encodings whose format has room for bytes that mean nothing. */
export function takesJitter(encoding: Encoding): boolean {
  return encoding === 'gzip' || encoding === 'zstd'
}

/**
 * A length of 1 to `most` that depends on the content and on a secret of this process: asking for the same page again and again
 * gives the same length, so that an attacker has no average to take.
 */
export function jitterOf(most: number): Jitter {
  const [seed = 0] = crypto.getRandomValues(new Uint32Array(1))
  return (content) => 1 + (hash(content, seed) % most)
}

/** Puts a comment of this many bytes into a gzip header, or a frame to be skipped behind a zstd frame. */
export function padder(encoding: Encoding, length: number): (encoded: Encoded, isLast: boolean) => Encoded {
  if (encoding === 'zstd') return (encoded, isLast) => (isLast ? [...encoded, skippableFrame(length)] : encoded)
  let isPadded = false
  return (encoded) => {
    const [first, ...rest] = encoded
    if (isPadded || !first) return encoded
    isPadded = true
    return [withComment(first, length), ...rest]
  }
}

const headerSize = 10
const hasComment = 0x10

// RFC 1952 §2.3: behind the ten bytes of the header, with a zero at its end
function withComment(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.byteLength < headerSize || bytes[3] !== 0)
    throw new TypeError('compress: the engine began with another gzip header than jitter can extend')
  const padded = new Uint8Array(bytes.byteLength + length)
  padded.set(bytes.subarray(0, headerSize))
  padded[3] = hasComment
  padded.fill(0x20, headerSize, headerSize + length - 1)
  padded.set(bytes.subarray(headerSize), headerSize + length)
  return padded
}

// RFC 8878 §3.1.2. At the end, as some decoders stop at the first frame, whatever it is.
function skippableFrame(length: number): Uint8Array {
  const frame = new Uint8Array(8 + length)
  const view = new DataView(frame.buffer)
  view.setUint32(0, 0x184d2a50, true)
  view.setUint32(4, length, true)
  return frame
}

// FNV-1a with a secret start, its bits mixed at the end.
function hash(content: Uint8Array, seed: number): number {
  let mixed = seed ^ 0x811c9dc5
  for (const byte of content) mixed = Math.imul(mixed ^ byte, 0x01000193)
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
