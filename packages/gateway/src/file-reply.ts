import type { BodySource } from './body-source.ts'
import { Chunks } from './chunks.ts'
import type { FileSource } from './file-source.ts'
import { HeaderList } from './header-list.ts'
import type { Incoming } from './incoming.ts'
import { parseRange } from './range.ts'
import { asResponse, Reply } from './reply.ts'
import { fieldsOfResponse, trailersOf } from './response.ts'

/** What a file reply becomes for this request: a hand-over to the front server, the file, a part of it, or 416. */
export async function fileReply(response: Response, file: FileSource, incoming: Incoming): Promise<Response> {
  const { status, statusText } = response
  const headers = HeaderList.over(fieldsOfResponse(response))
  const made = (code: number, source: BodySource) =>
    asResponse(new Reply(source, code, code === status ? statusText : '', HeaderList.fieldsOf(headers), trailersOf(response)))
  const handedOver = incoming.sendfile?.(file.path)
  headers.delete('content-length')
  if (handedOver) {
    headers.set(...handedOver)
    return made(status, null)
  }
  const { size, modified } = await file.stat()
  if (!headers.has('last-modified')) headers.set('last-modified', modified.toUTCString())
  if (!headers.has('etag')) headers.set('etag', `"${size.toString(16)}-${modified.getTime().toString(16)}"`)
  headers.set('accept-ranges', 'bytes')
  const range = status === 200 && incoming.method === 'GET' ? requestedRange(incoming, headers, size) : undefined
  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${size}`)
    headers.delete('content-type')
    return made(416, null)
  }
  const { start, end } = range ?? { start: 0, end: size }
  headers.set('content-length', String(end - start))
  if (range) headers.set('content-range', `bytes ${start}-${end - 1}/${size}`)
  return made(range ? 206 : status, incoming.method === 'HEAD' ? null : await opened(file.open(start, end), end - start))
}

function requestedRange(incoming: Incoming, headers: HeaderList, size: number): ReturnType<typeof parseRange> {
  const asked = HeaderList.over(incoming.fields, true)
  const range = asked.get('range')
  return range !== null && isCurrent(asked.get('if-range'), headers) ? parseRange(range, size) : undefined
}

// RFC 9110 §13.1.5: a weak validator never matches, and what does not match means the whole file
function isCurrent(condition: string | null, headers: HeaderList): boolean {
  if (condition === null) return true
  return !condition.startsWith('W/') && (condition === headers.get('etag') || condition === headers.get('last-modified'))
}

// Opened before the head has left, so that a file that cannot be read is no broken 200. What fits a chunk needs no stream.
async function opened(source: AsyncIterable<Uint8Array>, length: number): Promise<BodySource> {
  const chunks = new Chunks(source)
  const first = await chunks.peek()
  if ((first?.byteLength ?? 0) !== length) return chunks
  chunks.cancel(undefined)
  return first ?? null
}
