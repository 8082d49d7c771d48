import type { Encoding } from './encoding.ts'
import type { EncodeOptions, Engine } from './engine.ts'
import { NodeEncoder } from './node-encoder.ts'
import { nodeDecode } from './node-decode.ts'
import { zlib } from './node-zlib.ts'

/** The engine over `node:zlib`, which is loaded when something is encoded or decoded, not before. */
export const engine: Engine = {
  canEncode(encoding, withDictionary) {
    if (encoding === 'zstd' && !hasZstd()) return false
    return !withDictionary || (takesDictionaries(encoding) && usesDictionaries(encoding))
  },
  canDecode: (encoding) => encoding !== 'zstd' || hasZstd(),
  encode(bytes, options) {
    const { level, dictionary } = options
    const size = bytes.byteLength
    // Tables for this size, not for an endless stream, and a buffer for what most bodies shrink to: larger ones fill the memory
    // outside the heap, and one request in a thousand waits 5 ms for its collection.
    const chunkSize = Math.min(16384, Math.max(1024, size >> 2))
    const windowBits = Math.min(15, Math.max(9, bitsOf(size + 262)))
    const { gzipSync, deflateSync, brotliCompressSync, zstdCompressSync, constants } = zlib()
    switch (options.encoding) {
      case 'gzip':
        return gzipSync(bytes, { level: level ?? 6, chunkSize, windowBits })
      case 'deflate':
        return deflateSync(bytes, { level: level ?? 6, chunkSize, windowBits })
      case 'br': {
        const window = dictionary ? 22 : Math.min(22, Math.max(16, bitsOf(size)))
        const params = {
          [constants.BROTLI_PARAM_QUALITY]: level ?? 5,
          [constants.BROTLI_PARAM_LGWIN]: window,
          [constants.BROTLI_PARAM_SIZE_HINT]: size,
        }
        return brotliCompressSync(bytes, { chunkSize, params, ...(dictionary && { dictionary }) })
      }
      case 'zstd': {
        // Level 3 is zstd's own; each parameter that is set costs 2 µs.
        const params = level !== undefined && { params: { [constants.ZSTD_c_compressionLevel]: level } }
        return zstdCompressSync(bytes, { chunkSize, ...params, ...(dictionary && { dictionary }) })
      }
    }
  },
  createEncoder: (options) => new NodeEncoder(transformFor(options)),
  decode: nodeDecode,
}

function bitsOf(size: number): number {
  return 32 - Math.clz32(Math.max(1, size - 1))
}

// A window of 512 KiB where the format would take 2 MiB and more: what a connection holds that streams for hours.
const streamWindow = 19

function transformFor({ encoding, level, dictionary, size = 0 }: EncodeOptions): ConstructorParameters<typeof NodeEncoder>[0] {
  const { createGzip, createDeflate, createBrotliCompress, createZstdCompress, constants } = zlib()
  // A trip to a thread ends with a chunk of output. What streams for hours has no size, and keeps a small one.
  const chunkSize = Math.min(65536, Math.max(16384, size >> 2))
  switch (encoding) {
    case 'gzip':
      return createGzip({ level: level ?? 6, chunkSize })
    case 'deflate':
      return createDeflate({ level: level ?? 6, chunkSize })
    case 'br': {
      const params = {
        // The quickest that looks into a dictionary is 5.
        [constants.BROTLI_PARAM_QUALITY]: level ?? (dictionary ? 5 : 4),
        [constants.BROTLI_PARAM_LGWIN]: dictionary ? 22 : streamWindow,
      }
      return createBrotliCompress({ chunkSize, params, ...(dictionary && { dictionary }) })
    }
    case 'zstd': {
      const params = {
        [constants.ZSTD_c_compressionLevel]: level ?? 3,
        ...(dictionary ? {} : { [constants.ZSTD_c_windowLog]: streamWindow }),
      }
      return createZstdCompress({ chunkSize, params, ...(dictionary && { dictionary }) })
    }
  }
}

function hasZstd(): boolean {
  return 'zstdCompressSync' in zlib()
}

function takesDictionaries(encoding: Encoding): boolean {
  return encoding === 'br' || encoding === 'zstd'
}

const probed = new Map<Encoding, boolean>()

// Older versions of Node ignore the option.
function usesDictionaries(encoding: Encoding): boolean {
  const known = probed.get(encoding)
  if (known !== undefined) return known
  const dictionary = Uint8Array.from({ length: 500 }, (_, index) => (index * index * 31) & 0xff)
  const uses = engine.encode(dictionary, { encoding, dictionary }).byteLength < engine.encode(dictionary, { encoding }).byteLength / 2
  probed.set(encoding, uses)
  return uses
}
