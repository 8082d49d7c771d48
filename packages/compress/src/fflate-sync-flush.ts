import type { Gzip, Zlib } from 'fflate'

// The bits of the last, unfinished byte: their number in the low three bits, their values above. A private field of 0.8.3.
interface State {
  r?: number
}

/**
 * Ends the block under way at a byte boundary, so that everything written so far can be decoded. fflate 0.8.3's own `flush(true)` forgets the
 * boundary where fewer than three bits are left, and what follows cannot be decoded.
 */
export function syncFlush(stream: Gzip | Zlib): void {
  stream.flush(false)
  const state = stateOf(stream)
  const held = state.r ?? 0
  // RFC 1951 §3.2.4: three bits of zeros, up to the next byte, then the length 0 and its complement
  const start = (((held & 7) + 2) >> 3) + 1
  const empty = new Uint8Array(start + 4)
  empty[0] = held >> 3
  empty.fill(0xff, start + 2)
  state.r = 0
  stream.ondata(empty, false)
}

function stateOf(stream: object): State {
  const state: unknown = 's' in stream ? stream.s : undefined
  // The pinned version has it: fflate-sync-flush.test.ts.
  if (typeof state === 'object' && state !== null && 'z' in state) return state as State
  throw new TypeError('compress: this is not the fflate 0.8.3 that compress depends on')
}
