import type { BodySource } from './body-source.ts'
import { HeaderList } from './header-list.ts'
import type { FileSource } from './file-source.ts'
import type { Incoming } from './incoming.ts'
import { parseRange } from './range.ts'
import { Reply, asResponse } from './reply.ts'
import { fieldsOfResponse } from './response.ts'

/** What a file reply becomes for this request: a hand-over to the front server, the file, a part of it, or 416. */
export async function fileReply(response: Response, file: FileSource, incoming: Incoming): Promise<Response> {
  const headers = HeaderList.over(fieldsOfResponse(response))
  const handedOver = incoming.sendfile?.(file.path)
  if (handedOver) {
    headers.set(...handedOver)
    headers.delete('content-length')
    return made(response.status, null, headers)
  }
  const { size, modified } = await file.stat()
  if (!headers.has('last-modified')) headers.set('last-modified', modified.toUTCString())
  if (!headers.has('etag')) headers.set('etag', `"${size.toString(16)}-${modified.getTime().toString(16)}"`)
  headers.set('accept-ranges', 'bytes')
  const range = response.status === 200 && incoming.method === 'GET' ? requestedRange(incoming, headers, size) : undefined
  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${size}`)
    headers.delete('content-type')
    return made(416, null, headers)
  }
  const { start, end } = range ?? { start: 0, end: size }
  headers.set('content-length', String(end - start))
  if (range) headers.set('content-range', `bytes ${start}-${end - 1}/${size}`)
  return made(range ? 206 : response.status, file.open(start, end), headers)
}

function made(status: number, source: BodySource, headers: HeaderList): Response {
  return asResponse(new Reply(source, status, '', HeaderList.fieldsOf(headers)))
}

function requestedRange(incoming: Incoming, headers: HeaderList, size: number): ReturnType<typeof parseRange> {
  const asked = HeaderList.over(incoming.fields, true)
  const range = asked.get('range')
  const condition = asked.get('if-range')
  // RFC 9110 §13.1.5: a validator that does not match means the whole file
  const isCurrent = condition === null || condition === headers.get('etag') || condition === headers.get('last-modified')
  return range !== null && isCurrent ? parseRange(range, size) : undefined
}
