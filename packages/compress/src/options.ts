import type { Encoding } from './encoding.ts'
import type { Engine } from './engine.ts'
import type { EtagMode } from './etag.ts'
import type { Levels } from './levels.ts'

/** What to compress, and how. */
export interface CompressOptions {
  /** The encodings to offer, the favourite first; one that the platform lacks is left out. Default: `['zstd', 'br', 'gzip']`. */
  encodings?: readonly Encoding[]
  /** Bytes below which a body is sent as it is. Default: `1024`. */
  minimumSize?: number
  /** Whether bodies of a media type, in lower case and without parameters, shrink. Default: text, JSON, XML and what mime-db says. */
  isCompressible?: (mediaType: string) => boolean
  /** Each encoder's level on its own scale: 0 to 9 for gzip and deflate, 11 for br; -7 to 22 for zstd. Default: `{ gzip: 6, deflate: 6, zstd: 3 }`, and for `br` 5 for whole bodies, 4 for streams. */
  levels?: Levels
  /** What becomes of entity tags: `weaken`, `suffix` (`"x-gzip"`, understood again in If-None-Match and If-Match), `drop` or `keep`. Default: `'weaken'`. */
  etag?: EtagMode
  /** Whether a client that accepts nothing we can send gets 406 instead of the body as it is. Default: `false`. */
  strict?: boolean
  /** Bytes, at most, to lengthen an encoded body by, against attacks on secrets in compressed pages (BREACH); leaves only gzip and zstd. Default: `0`. */
  jitter?: number
  /** What browsers may have as a dictionary (RFC 9842), such as the last release of a script; 8 MiB each at most. Default: none. */
  dictionaries?: readonly Uint8Array[]
  /** Whether to say in Server-Timing what it took and gave. Default: `false`. */
  serverTiming?: boolean
  /** What does the compressing. Default: `platformEngine`. */
  engine?: Engine
}
