import { brotliDecompressSync, constants, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib'

const decoders: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  gzip: gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
}

const unfinished: typeof decoders = {
  gzip: (bytes) => gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }),
  deflate: (bytes) => inflateSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }),
  br: (bytes) => brotliDecompressSync(bytes, { finishFlush: constants.BROTLI_OPERATION_FLUSH }),
  zstd: (bytes) => zstdDecompressSync(bytes, { finishFlush: constants.ZSTD_e_flush }),
}

/** What a whole body in this coding says, by `node:zlib`; fails when it is damaged or not whole. */
export function decoded(coding: string | null, bytes: Uint8Array): Buffer {
  return Buffer.from(coding === null ? bytes : decoder(decoders, coding)(bytes))
}

/** What can be read of a body in this coding that has not ended. */
export function decodedSoFar(coding: string, bytes: Uint8Array): Buffer {
  return Buffer.from(decoder(unfinished, coding)(bytes))
}

function decoder(table: typeof decoders, coding: string): (bytes: Uint8Array) => Uint8Array {
  const found = table[coding]
  if (!found) throw new TypeError(`real-servers: no decoder for ${coding}`)
  return found
}
