const samples = 4096

/** A number that changes, nearly always, when a chunk is written to or detached; of long chunks it looks at 4096 bytes. */
export function fingerprintOf(chunk: unknown): number {
  if (!(chunk instanceof Uint8Array)) return 0
  let hash = chunk.byteLength | 0
  const step = Math.max(1, Math.floor(chunk.byteLength / samples))
  for (let index = 0; index < chunk.byteLength; index += step) hash = Math.imul(hash ^ (chunk[index] ?? 0), 16777619)
  return hash
}

/** Tells whether a source still writes to the chunk it gave last: its reader has the chunk until the next is asked for. */
export class LastChunk {
  #chunk: unknown
  #fingerprint = 0

  hold(chunk: unknown): void {
    this.#chunk = chunk
  }

  /** The reader is done with it; from now on until `isChanged` only the source could change it. */
  release(): void {
    this.#fingerprint = fingerprintOf(this.#chunk)
  }

  isChanged(): boolean {
    return fingerprintOf(this.#chunk) !== this.#fingerprint
  }
}
