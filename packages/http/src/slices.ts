/** More than this is written piece by piece: one write of it would not show whether the client still reads. */
export const largestWrite = 262_144

/** The pieces of a large chunk. */
export function* slicesOf(chunk: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < chunk.byteLength; start += largestWrite) yield chunk.subarray(start, start + largestWrite)
}
