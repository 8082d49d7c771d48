/** The bytes of a file that was read: to be had again as often as one likes, until it is closed. */
export interface KeptContent {
  readonly size: number
  chunks(): AsyncIterable<Uint8Array>
  close(): Promise<void>
}

/** Bytes in memory. */
export function inMemory(bytes: Uint8Array): KeptContent {
  let kept: Uint8Array | undefined = bytes
  return {
    size: bytes.byteLength,
    async *chunks() {
      if (!kept) throw gone()
      if (kept.byteLength > 0) yield kept.slice()
    },
    async close() {
      kept = undefined
    },
  }
}

/** What is said of a file after its time. */
export function gone(): TypeError {
  return new TypeError('form: the file is gone, as its request is over; save it before')
}
