import { GatewayError } from '@gangway/gateway'
import type { Encoding } from './encoding.ts'
import type { Engine } from './engine.ts'

/** How far a body may grow. */
export interface DecodeLimits {
  /** Bytes of a decompressed body. Default: `10485760` (10 MiB). */
  maximumSize: number
  /** Times that a body may grow, counted from 1 MiB on. Default: `100`. */
  maximumRatio: number
}

interface Task {
  readonly engine: Engine
  readonly chunks: AsyncIterable<Uint8Array>
  readonly encoding: Encoding
  readonly limits: DecodeLimits
}

// Below this any ratio will do: short texts repeat themselves, and do no harm.
const harmless = 1_048_576

/** The decoded chunks. Fails with 413 as soon as there are too many, with 400 when they cannot be decoded, and with the error of the source itself. */
export async function* limited({ engine, chunks, encoding, limits }: Task): AsyncGenerator<Uint8Array> {
  const source = new CountedSource(chunks)
  let size = 0
  try {
    for await (const bytes of engine.decode(source, encoding)) {
      size += bytes.byteLength
      const isBomb = size > harmless && size > source.bytes * limits.maximumRatio
      if (size > limits.maximumSize || isBomb) throw new GatewayError('ERR_BODY_TOO_LARGE', tooLarge(encoding, limits, isBomb))
      yield bytes
    }
  } catch (error) {
    if (error instanceof GatewayError || source.hasFailed) throw source.hasFailed ? source.failure : error
    throw new GatewayError('ERR_BAD_REQUEST', `decompress: the request body is not whole and valid ${encoding}`, { cause: error })
  }
}

function tooLarge(encoding: Encoding, { maximumSize, maximumRatio }: DecodeLimits, isBomb: boolean): string {
  return `decompress: the ${encoding} body grows beyond ${isBomb ? `${maximumRatio} times its size` : `${maximumSize} bytes`}`
}

class CountedSource implements AsyncIterable<Uint8Array> {
  readonly #chunks: AsyncIterable<Uint8Array>
  bytes = 0
  hasFailed = false
  failure: unknown

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of this.#chunks) {
        this.bytes += chunk.byteLength
        yield chunk
      }
    } catch (error) {
      this.hasFailed = true
      this.failure = error
      throw error
    }
  }
}
