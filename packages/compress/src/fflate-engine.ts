import { Gzip, Zlib, gzipSync, zlibSync } from 'fflate'
import type { EncodeOptions, Encoded, Encoder, Engine } from './engine.ts'
import { inflate } from './fflate-inflate.ts'
import { syncFlush } from './fflate-sync-flush.ts'

/** The engine over fflate, in JavaScript alone: gzip and deflate. */
export const engine: Engine = {
  canEncode: (encoding, withDictionary) => !withDictionary && (encoding === 'gzip' || encoding === 'deflate'),
  canDecode: (encoding) => encoding === 'gzip' || encoding === 'deflate',
  encode: (bytes, options) => (isGzip(options) ? gzipSync : zlibSync)(bytes, settings(options)),
  createEncoder: (options) => new FflateEncoder(options),
  decode(chunks, encoding) {
    if (encoding !== 'gzip' && encoding !== 'deflate') throw new TypeError(`compress: fflate cannot decode ${encoding}`)
    return inflate(chunks, encoding)
  },
}

class FflateEncoder implements Encoder {
  readonly #stream: Gzip | Zlib
  #output: Uint8Array[] = []

  constructor(options: EncodeOptions) {
    this.#stream = new (isGzip(options) ? Gzip : Zlib)(settings(options))
    this.#stream.ondata = (bytes) => {
      if (bytes.byteLength > 0) this.#output.push(bytes)
    }
  }

  write(bytes: Uint8Array, flush: boolean): Encoded {
    this.#stream.push(bytes, false)
    if (flush) syncFlush(this.#stream)
    return this.#taken()
  }

  end(bytes: Uint8Array): Encoded {
    this.#stream.push(bytes, true)
    return this.#taken()
  }

  close(): void {
    this.#output = []
  }

  #taken(): Encoded {
    const taken = this.#output
    this.#output = []
    return taken
  }
}

function isGzip({ encoding, dictionary }: EncodeOptions): boolean {
  if (encoding === 'gzip' || encoding === 'deflate') {
    if (!dictionary) return encoding === 'gzip'
    throw new TypeError('compress: fflate takes no dictionary')
  }
  throw new TypeError(`compress: fflate cannot encode ${encoding}`)
}

type Level = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9

// Without a time in the header the same body gives the same bytes.
function settings({ level = 6 }: EncodeOptions): { level: Level; mtime: 0 } {
  if (!isLevel(level)) throw new RangeError(`compress: ${level} is not a level of 0 to 9`)
  return { level, mtime: 0 }
}

function isLevel(level: number): level is Level {
  return Number.isInteger(level) && level >= 0 && level <= 9
}
