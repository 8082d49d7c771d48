const pool: typeof Buffer | undefined = globalThis.Buffer

/** Bytes that hold anything until the caller has written every one of them. A pooled Buffer takes 30 ns, a Uint8Array of 150 bytes 500 ns. */
export function allocate(length: number): Uint8Array {
  return pool ? pool.allocUnsafe(length) : new Uint8Array(length)
}
