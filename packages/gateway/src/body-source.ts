import type { FileSource } from './file-source.ts'

/** What a body can be made of: text (sent as UTF-8), bytes (not copied: leave them alone), a file, chunks over time, or nothing. */
export type BodySource = string | Uint8Array | FileSource | ChunkSource | null

/** Chunks over time. */
export type ChunkSource = AsyncIterable<Uint8Array | string> | ReadableStream<Uint8Array>

/** Whether a body is there as a whole, to be sent as often as one likes. */
export function isWhole(source: BodySource): source is string | Uint8Array | null {
  return source === null || typeof source === 'string' || source instanceof Uint8Array
}

export function isFile(source: BodySource): source is FileSource {
  return typeof source === 'object' && source !== null && 'stat' in source
}

export function isStream(source: BodySource): source is ReadableStream<Uint8Array> {
  return typeof source === 'object' && source !== null && 'getReader' in source
}

/**
 * A body source, known to be one.
 * @throws {TypeError} when it is none, or a stream that somebody reads.
 */
export function checkSource(source: BodySource): BodySource {
  if (isWhole(source)) return source
  if (isStream(source) && source.locked) throw new TypeError('gateway: the body is a stream that is being read')
  if (typeof source === 'object' && (isStream(source) || isFile(source) || Symbol.asyncIterator in source)) return source
  throw new TypeError('gateway: a body is a string, a Uint8Array, an async iterable, a ReadableStream, a file or null')
}
