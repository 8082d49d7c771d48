import type { Encoding } from './encoding.ts'
import { zlib } from './node-zlib.ts'

type Decoder = import('node:stream').Transform & { readonly bytesWritten: number }

/** Decodes with the streams of `node:zlib`. */
export async function* nodeDecode(chunks: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<Uint8Array> {
  const { pipeline, Readable } = process.getBuiltinModule('node:stream')
  const decoder = decoderFor(encoding)
  let received = 0
  const source = Readable.from(counted(), { objectMode: false })
  // The error reaches whoever reads the decoder.
  pipeline(source, decoder, () => {})
  try {
    yield* decoder
    // What follows the end would be dropped in silence.
    if (!source.readableEnded || decoder.bytesWritten < received) throw new Error(`${encoding}: data after the end`)
  } finally {
    decoder.destroy()
    source.destroy()
  }

  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      received += chunk.byteLength
      yield chunk
    }
  }
}

function decoderFor(encoding: Encoding): Decoder {
  const { createGunzip, createInflate, createBrotliDecompress, createZstdDecompress } = zlib()
  switch (encoding) {
    case 'gzip':
      return createGunzip()
    case 'deflate':
      return createInflate()
    case 'br':
      return createBrotliDecompress()
    case 'zstd':
      return createZstdDecompress()
  }
}
