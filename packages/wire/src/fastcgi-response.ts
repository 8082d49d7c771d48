import { allocate } from './allocate.ts'
import {
  encodeStream,
  endRequestLength,
  headerLength,
  protocolStatus,
  recordLength,
  recordType,
  streamContentLength,
  streamLength,
  writeEndRequest,
  writePaddedHeader,
  writePadding,
} from './fastcgi-record.ts'
import { isLatin1, writeLatin1 } from './latin1.ts'
import { utf8Length, writeUtf8 } from './utf8.ts'

const trailerLength = headerLength + endRequestLength

/**
 * A whole response for one write: STDOUT with head and body, its end, END_REQUEST with status 0.
 * The head is latin1, as `encodeCgiHead` returns it; a body that is a string becomes UTF-8.
 *
 * One piece, because nginx keeps a connection only when END_REQUEST ends what it has read.
 * @throws {TypeError} when the head has a character beyond latin1.
 */
export function encodeWholeResponse(requestId: number, head: string, body: string | Uint8Array | null = null): Uint8Array {
  if (!isLatin1(head)) throw new TypeError('wire: a head with a character beyond latin1')
  const contentLength = head.length + lengthOf(body)
  if (contentLength === 0) return withTrailer(requestId, 0)
  if (contentLength > streamContentLength) return encodeLongResponse(requestId, head, body, contentLength)
  const response = withTrailer(requestId, recordLength(contentLength))
  const start = writePaddedHeader(response, 0, recordType.stdout, requestId, contentLength)
  writeContent(response, start, head, body)
  writePadding(response, start + contentLength)
  return response
}

function encodeLongResponse(requestId: number, head: string, body: string | Uint8Array | null, contentLength: number): Uint8Array {
  const content = allocate(contentLength)
  writeContent(content, 0, head, body)
  const response = withTrailer(requestId, streamLength(contentLength))
  response.set(encodeStream(recordType.stdout, requestId, content))
  return response
}

function withTrailer(requestId: number, length: number): Uint8Array {
  const response = allocate(length + trailerLength)
  const end = writePaddedHeader(response, length, recordType.stdout, requestId, 0)
  writeEndRequest(response, end, requestId, 0, protocolStatus.requestComplete)
  return response
}

function writeContent(target: Uint8Array, offset: number, head: string, body: string | Uint8Array | null): void {
  writeLatin1(target, head, offset)
  if (typeof body === 'string') writeUtf8(target, body, offset + head.length)
  else if (body) target.set(body, offset + head.length)
}

function lengthOf(body: string | Uint8Array | null): number {
  if (typeof body === 'string') return utf8Length(body)
  return body ? body.length : 0
}
