import { bodyOf, empty, file, reply, text, type Context, type FileSource } from '@gangway/gateway'
import { parseRanges, type ByteRange } from './byte-ranges.ts'
import type { FoundFile } from './found-file.ts'
import { mediaTypeOf } from './media-type.ts'
import { multipartBody } from './multipart-ranges.ts'
import type { Settings } from './options.ts'
import { failedCondition, type Validators } from './preconditions.ts'
import { variantOf } from './variant.ts'

/** The answer for a file; one range is left to the gateway, which knows how to send it, or to the front server. */
export async function fileResponse(original: FoundFile, path: string, context: Context, settings: Settings): Promise<Response> {
  const { file: found, coding } = await variantOf(original, context, settings)
  const etag = `"${found.size.toString(16)}-${found.modified.getTime().toString(16)}${coding ? `-${coding}` : ''}"`
  const fields = {
    'cache-control': cacheControl(path, settings),
    etag,
    'last-modified': found.modified.toUTCString(),
    ...(settings.precompressed.length > 0 && { vary: 'accept-encoding' }),
  }
  const failed = failedCondition(context, { etag, modified: found.modified })
  if (failed === 304) return empty({ status: 304, headers: fields })
  // A front server has tags of its own, which is where a client may have its tag from.
  if (failed === 412 && !context.can.sendfile) return text('Precondition Failed\n', { status: 412, headers: fields })
  const type = await mediaTypeOf(path, settings.types)
  const headers = {
    ...fields,
    'content-type': type,
    'x-content-type-options': 'nosniff',
    ...(coding && { 'content-encoding': coding }),
  }
  const whole = file(context.can.sendfile ? found.path : found.realPath, { headers })
  const ranges = severalRanges(context, found, { etag, modified: found.modified })
  return ranges === undefined ? whole : inParts(whole, ranges, found.size, type)
}

function cacheControl(path: string, { maxAge, immutable }: Settings): string {
  if (immutable(path)) return 'public, max-age=31536000, immutable'
  return maxAge > 0 ? `public, max-age=${maxAge}` : 'no-cache'
}

function severalRanges({ method, headers, can }: Context, { size }: FoundFile, validators: Validators): ReturnType<typeof parseRanges> {
  const range = headers.get('range')
  if (method !== 'GET' || can.sendfile || !range?.includes(',')) return undefined
  return isCurrent(headers.get('if-range'), validators) ? parseRanges(range, size) : undefined
}

// RFC 9110 §13.1.5: what does not match exactly means the whole file
function isCurrent(condition: string | null, { etag, modified }: Validators): boolean {
  return condition === null || condition === etag || condition === modified.toUTCString()
}

function inParts(whole: Response, ranges: readonly ByteRange[] | 'unsatisfiable', size: number, type: string): Response {
  const source = bodyOf(whole)
  if (!isFile(source)) return whole
  if (ranges === 'unsatisfiable') return unsatisfiable(whole, size)
  const [first] = ranges
  if (ranges.length === 1 && first) {
    const part = { 'content-range': `bytes ${first.start}-${first.end - 1}/${size}`, 'content-length': String(first.end - first.start) }
    return partial(whole, source.open(first.start, first.end), part)
  }
  const { chunks, length, contentType } = multipartBody(source, ranges, size, type)
  return partial(whole, chunks, { 'content-type': contentType, 'content-length': String(length) })
}

function partial(whole: Response, chunks: AsyncIterable<Uint8Array | string>, fields: Readonly<Record<string, string>>): Response {
  return reply(chunks, { status: 206, headers: { ...Object.fromEntries(whole.headers), 'accept-ranges': 'bytes', ...fields } })
}

function unsatisfiable(whole: Response, size: number): Response {
  const refused = empty({ status: 416, headers: whole.headers })
  refused.headers.set('content-range', `bytes */${size}`)
  for (const name of ['content-type', 'content-encoding']) refused.headers.delete(name)
  return refused
}

function isFile(source: ReturnType<typeof bodyOf>): source is FileSource {
  return typeof source === 'object' && source !== null && 'stat' in source
}
