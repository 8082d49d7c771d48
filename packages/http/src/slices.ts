/** More than this is written piece by piece: one write of it would not show whether the client still reads. */
export const largestWrite = 262_144

/** The pieces of something large: a text stays text, for a copy of it as bytes would wait for the garbage collector. */
export function* slicesOf(whole: string | Uint8Array): Generator<string | Uint8Array> {
  for (let start = 0; start < whole.length;) {
    const end = typeof whole === 'string' ? endOfText(whole, start + largestWrite) : start + largestWrite
    yield typeof whole === 'string' ? whole.slice(start, end) : whole.subarray(start, end)
    start = end
  }
}

// Not between the two halves of a character.
function endOfText(text: string, end: number): number {
  const unit = text.charCodeAt(end - 1)
  return unit >= 0xd800 && unit <= 0xdbff ? end - 1 : end
}
