import { HttpError, type Context, type Middleware } from '@gangway/gateway'
import { isEncoding, type Encoding } from './encoding.ts'
import type { Engine } from './engine.ts'
import { limited, type DecodeLimits } from './limited.ts'
import { platformEngine } from './platform-engine.ts'

/** What to decompress, and how much of it. */
export interface DecompressOptions extends Partial<DecodeLimits> {
  /** The encodings to take; one that the platform lacks is left out. Default: `['zstd', 'br', 'gzip', 'deflate']`. */
  encodings?: readonly Encoding[]
  /** What does the decompressing. Default: `platformEngine`. */
  engine?: Engine
}

// Each one multiplies what a few bytes can become.
const mostCodings = 2

/**
 * Decompresses request bodies as they are read: the application sees the body as if it had been sent plain. A coding that is not taken is answered with 415,
 * and a body that grows beyond a limit fails with `ERR_BODY_TOO_LARGE` (413), a damaged one with `ERR_BAD_REQUEST` (400), where it is read.
 * @throws {TypeError} when an option is not what it must be.
 * @throws {HttpError} 415 from the application it makes.
 */
export function decompress(options: DecompressOptions = {}): Middleware {
  const { engine = platformEngine, encodings = ['zstd', 'br', 'gzip', 'deflate'] } = options
  const limits = checkedLimits(options)
  const unknown = encodings.find((encoding) => !isEncoding(encoding))
  if (unknown !== undefined) throw new TypeError(`decompress: there is no encoding ${String(unknown)}`)
  const isTaken = (coding: string): coding is Encoding => isEncoding(coding) && encodings.includes(coding) && engine.canDecode(coding)
  return (app) => (context) => {
    const field = context.headers.get('content-encoding')
    if (field === null) return app(context)
    const codings = codingsIn(field)
    if (codings.length > mostCodings || !codings.every(isTaken)) throw unsupported(encodings.filter(isTaken))
    return app(plain(context, codings, (chunks, encoding) => limited({ engine, chunks, encoding, limits })))
  }
}

function checkedLimits({ maximumSize = 10_485_760, maximumRatio = 100 }: DecompressOptions): DecodeLimits {
  for (const [name, value] of Object.entries({ maximumSize, maximumRatio }))
    if (!(typeof value === 'number' && value > 0)) throw new TypeError(`decompress: ${name} is a number above 0, not ${value}`)
  return { maximumSize, maximumRatio }
}

function codingsIn(field: string): string[] {
  const codings = field.split(',').map((coding) => coding.trim().toLowerCase())
  return codings.filter((coding) => coding !== '' && coding !== 'identity').map((coding) => (coding === 'x-gzip' ? 'gzip' : coding))
}

// RFC 9110 §15.5.16, RFC 7694 §3
function unsupported(taken: readonly string[]): HttpError {
  return new HttpError(415, undefined, { headers: { 'accept-encoding': taken.length > 0 ? taken.join(', ') : 'identity' } })
}

type Decode = (chunks: AsyncIterable<Uint8Array>, encoding: Encoding) => AsyncIterable<Uint8Array>

function plain(context: Context, codings: readonly Encoding[], decode: Decode): Context {
  const headers = [...context.headers].filter(
    ([name]) => name !== 'content-encoding' && (name !== 'content-length' || codings.length === 0),
  )
  const { body } = context
  // RFC 9110 §8.4: listed in the order in which they were applied
  return context.with({
    headers,
    ...(body && codings.length > 0 && { body: codings.toReversed().reduce<AsyncIterable<Uint8Array>>(decode, body) }),
  })
}
