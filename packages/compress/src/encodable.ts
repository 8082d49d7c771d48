import type { ReadonlyHeaders } from '@gangway/gateway'
import { isUntransformable } from './no-transform.ts'

/** Whether a response with this head may be encoded, and has not been. */
export function isEncodable(status: number, headers: ReadonlyHeaders): boolean {
  if (status === 206 || status === 416 || headers.has('content-range')) return false
  // RFC 9421: a signature may cover what changes with the coding.
  if (headers.has('signature-input') || headers.has('signature')) return false
  if (mediaTypeOf(headers) === 'multipart/byteranges') return false
  return !isEncoded(headers) && !isUntransformable(headers)
}

/** The media type without parameters, in lower case; `''` when there is none. */
export function mediaTypeOf(headers: ReadonlyHeaders): string {
  const type = headers.get('content-type')
  if (type === null) return ''
  const end = type.indexOf(';')
  return (end === -1 ? type : type.slice(0, end)).trim().toLowerCase()
}

// RFC 9110 §8.4.1: identity says nothing, and should not have been sent
function isEncoded(headers: ReadonlyHeaders): boolean {
  const encoding = headers.get('content-encoding')
  return encoding !== null && encoding.split(',').some((coding) => !['', 'identity'].includes(coding.trim().toLowerCase()))
}
