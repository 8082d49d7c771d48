// https://www.rfc-editor.org/rfc/rfc3875 §4.1.2, §4.2
import { badRequest } from './bad-request.ts'

/** Bytes of a request's body; `undefined` when it has none, `'until-eof'` when only its end tells. */
export type BodyLength = number | undefined | 'until-eof'

/**
 * How long the body is.
 * @throws {GatewayError} `ERR_BAD_REQUEST` when CONTENT_LENGTH is no number, or the body has a coding that the server should have removed.
 */
export function bodyLength(contentLength: string, transferEncoding: string): BodyLength {
  if (transferEncoding !== '' && !/^(?:chunked|identity)$/i.test(transferEncoding)) {
    throw badRequest('HTTP_TRANSFER_ENCODING', transferEncoding, 'chunked')
  }
  // A server that has buffered a chunked body gives its length and leaves the field.
  if (/^\d{1,15}$/.test(contentLength)) return Number(contentLength)
  // lighttpd's word for a length it does not know yet.
  if (contentLength === '-1') return 'until-eof'
  if (contentLength !== '') throw badRequest('CONTENT_LENGTH', contentLength, 'a number of bytes')
  return transferEncoding === '' ? undefined : 'until-eof'
}
