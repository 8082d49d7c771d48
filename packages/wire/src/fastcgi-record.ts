// https://fast-cgi.github.io/spec §3.3, §4, §5, §8
import { allocate } from './allocate.ts'
import { readUint16, readUint32, writeUint32 } from './big-endian.ts'
import { WireError } from './wire-error.ts'

/** What a record means; a peer may send any other number from 0 to 255. */
export const recordType = {
  beginRequest: 1,
  abortRequest: 2,
  endRequest: 3,
  params: 4,
  stdin: 5,
  stdout: 6,
  stderr: 7,
  data: 8,
  getValues: 9,
  getValuesResult: 10,
  unknownType: 11,
} as const

/** What the application is asked to be. */
export const role = { responder: 1, authorizer: 2, filter: 3 } as const

/** How a request ended as far as the protocol is concerned. */
export const protocolStatus = { requestComplete: 0, cannotMultiplex: 1, overloaded: 2, unknownRole: 3 } as const

/** The version of every record. */
export const recordVersion = 1
/** The bytes of a record before its content. */
export const headerLength = 8
/** The most content one record can hold. */
export const maxContentLength = 65_535
/** The most content put in one record of a longer stream: the largest multiple of 8, so that it needs no padding. */
export const streamContentLength = 65_528
/** The bytes of an END_REQUEST record. */
export const endRequestLength = 16

const keepConnectionFlag = 1
const noContent = new Uint8Array(0)

export interface BeginRequest {
  /** One of `role`, or a number that no role has. */
  readonly role: number
  /** Whether the web server keeps the connection for further requests. */
  readonly keepConnection: boolean
}

export interface EndRequest {
  /** The exit code a CGI program would have had, 0 to 4294967295. */
  readonly appStatus: number
  /** One of `protocolStatus`, or a number that means nothing. */
  readonly protocolStatus: number
}

/**
 * One record, padded to a multiple of 8. Empty content ends a stream.
 * @throws {TypeError} when the content is longer than 65535 bytes or the id is no 16 bit number.
 */
export function encodeRecord(type: number, requestId: number, content: Uint8Array = noContent): Uint8Array {
  const record = allocate(recordLength(content.length))
  writeRecord(record, 0, type, requestId, content)
  return record
}

/** Content of any size as a stream of records with at most 65528 bytes each. No content is no record, so it never ends the stream. */
export function encodeStream(type: number, requestId: number, content: Uint8Array): Uint8Array {
  if (content.length <= streamContentLength) return content.length === 0 ? noContent : encodeRecord(type, requestId, content)
  const records = allocate(streamLength(content.length))
  let offset = 0
  for (let start = 0; start < content.length; start += streamContentLength) {
    offset = writeRecord(records, offset, type, requestId, content.subarray(start, start + streamContentLength))
  }
  return records
}

/** The 8 bytes before content that is written by itself, without padding: spares the copy of a large chunk. */
export function encodeRecordHeader(type: number, requestId: number, contentLength: number): Uint8Array {
  const header = allocate(headerLength)
  writeHeader(header, 0, type, requestId, contentLength, 0)
  return header
}

export function encodeBeginRequest(requestId: number, begin: BeginRequest): Uint8Array {
  const flags = begin.keepConnection ? keepConnectionFlag : 0
  return encodeRecord(recordType.beginRequest, requestId, Uint8Array.of(begin.role >>> 8, begin.role, flags, 0, 0, 0, 0, 0))
}

export function encodeEndRequest(requestId: number, appStatus = 0, status: number = protocolStatus.requestComplete): Uint8Array {
  const record = allocate(endRequestLength)
  writeEndRequest(record, 0, requestId, appStatus, status)
  return record
}

/** The answer to a management record of a type we do not know. */
export function encodeUnknownType(type: number): Uint8Array {
  return encodeRecord(recordType.unknownType, 0, Uint8Array.of(type, 0, 0, 0, 0, 0, 0, 0))
}

/** @throws {WireError} ERR_BAD_RECORD when the content is not 8 bytes. */
export function decodeBeginRequest(content: Uint8Array): BeginRequest {
  checkBody('BEGIN_REQUEST', '§5.1', content)
  return { role: readUint16(content, 0), keepConnection: ((content[2] ?? 0) & keepConnectionFlag) !== 0 }
}

/** @throws {WireError} ERR_BAD_RECORD when the content is not 8 bytes. */
export function decodeEndRequest(content: Uint8Array): EndRequest {
  checkBody('END_REQUEST', '§5.5', content)
  return { appStatus: readUint32(content, 0), protocolStatus: content[4] ?? 0 }
}

/**
 * The type of the management record that the application did not know.
 * @throws {WireError} ERR_BAD_RECORD when the content is not 8 bytes.
 */
export function decodeUnknownType(content: Uint8Array): number {
  checkBody('UNKNOWN_TYPE', '§4.2', content)
  return content[0] ?? 0
}

/** The bytes of a record with this much content, padding included. */
export function recordLength(contentLength: number): number {
  return headerLength + contentLength + paddingFor(contentLength)
}

/** The bytes of `encodeStream` for this much content. */
export function streamLength(contentLength: number): number {
  const whole = Math.floor(contentLength / streamContentLength)
  const last = contentLength % streamContentLength
  return whole * recordLength(streamContentLength) + (last > 0 ? recordLength(last) : 0)
}

/** Writes one record and returns the offset after it. */
export function writeRecord(target: Uint8Array, offset: number, type: number, requestId: number, content: Uint8Array): number {
  const start = writeHeader(target, offset, type, requestId, content.length, paddingFor(content.length))
  target.set(content, start)
  return writePadding(target, start + content.length)
}

/** Writes the header of a record whose content is written by the caller, padded to 8, and returns the offset of the content. */
export function writePaddedHeader(target: Uint8Array, offset: number, type: number, requestId: number, contentLength: number): number {
  return writeHeader(target, offset, type, requestId, contentLength, paddingFor(contentLength))
}

/** Writes zero bytes up to a multiple of 8, so that no stale memory leaves in the padding, and returns the offset after them. */
export function writePadding(target: Uint8Array, offset: number): number {
  let end = offset
  while (end % 8 !== 0) target[end++] = 0
  return end
}

export function writeEndRequest(target: Uint8Array, offset: number, requestId: number, appStatus: number, status: number): void {
  const body = writeHeader(target, offset, recordType.endRequest, requestId, 8, 0)
  writeUint32(target, body, appStatus)
  writeUint32(target, body + 4, status << 24)
}

function writeHeader(target: Uint8Array, offset: number, type: number, requestId: number, contentLength: number, padding: number): number {
  if ((requestId | contentLength) >>> 16 !== 0) {
    throw new TypeError(`wire: record of request ${requestId} with ${contentLength} bytes of content, expected at most 65535 each`)
  }
  target[offset] = recordVersion
  target[offset + 1] = type
  target[offset + 2] = requestId >>> 8
  target[offset + 3] = requestId
  target[offset + 4] = contentLength >>> 8
  target[offset + 5] = contentLength
  target[offset + 6] = padding
  target[offset + 7] = 0
  return offset + headerLength
}

function paddingFor(contentLength: number): number {
  return -contentLength & 7
}

function checkBody(name: string, clause: string, content: Uint8Array): void {
  if (content.length === 8) return
  throw new WireError('ERR_BAD_RECORD', `${name} with ${content.length} bytes of content, expected 8 (FastCGI ${clause})`)
}
