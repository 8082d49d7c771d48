import type { Encoding } from './encoding.ts'

/** How to encode. */
export interface EncodeOptions {
  readonly encoding: Encoding
  /** The encoder's own scale. Default: 6 for gzip and deflate, 5 for br of whole bodies and 4 of streams, 3 for zstd. */
  readonly level?: number | undefined
  /** Raw bytes that the decoder knows, too (br and zstd). */
  readonly dictionary?: Uint8Array | undefined
  /** Bytes that a stream will have, where that is known. */
  readonly size?: number | undefined
}

/** What does the compressing: `node:zlib` on Node, fflate elsewhere, or one of your own. */
export interface Engine {
  /** Whether it can encode this way here. */
  canEncode(encoding: Encoding, withDictionary: boolean): boolean
  canDecode(encoding: Encoding): boolean
  /** Encodes a whole body in one synchronous call. */
  encode(bytes: Uint8Array, options: EncodeOptions): Uint8Array
  createEncoder(options: EncodeOptions): Encoder
  /** The decoded body, pulled chunk by chunk. Fails when the encoded one is damaged, cut off or followed by something else, and with the error of its source. */
  decode(chunks: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncIterable<Uint8Array>
}

/** Encodes one stream. One call is under way at a time; its result is what came out so far. */
export interface Encoder {
  /** Takes bytes, which may be none. With `flush` all that was taken so far can be decoded from what came out. */
  write(bytes: Uint8Array, flush: boolean): Encoded | Promise<Encoded>
  /** Takes the last bytes and ends the stream. */
  end(bytes: Uint8Array): Encoded | Promise<Encoded>
  /** Frees what it holds, whether it has ended or not; called once, perhaps during a write. */
  close(): void
}

/** Chunks of encoded bytes. */
export type Encoded = readonly Uint8Array[]
