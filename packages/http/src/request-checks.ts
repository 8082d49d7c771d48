import { GatewayError } from '@gangway/gateway'
import type { Settings } from './options.ts'

/**
 * Refuses the methods that no application can answer: Fetch forbids both, and we forward nothing.
 * @throws {GatewayError} `ERR_METHOD_NOT_SUPPORTED`.
 */
export function checkMethod(method: string): void {
  if (method === 'TRACE' || method === 'CONNECT') throw unsupportedMethod(method)
}

export function unsupportedMethod(method: string): GatewayError {
  return new GatewayError('ERR_METHOD_NOT_SUPPORTED', `http: the method ${method} is not supported`)
}

/** @throws {GatewayError} `ERR_HEADER_TOO_LARGE`. */
export function checkFieldCount(count: number, { headerCount }: Settings): void {
  if (count <= headerCount) return
  throw new GatewayError('ERR_HEADER_TOO_LARGE', `http: the request has ${count} fields, more than ${headerCount}`)
}

/** @throws {GatewayError} `ERR_BODY_TOO_LARGE`. */
export function checkContentLength(length: number | undefined, { bodyBytes }: Settings): void {
  if (length === undefined || length <= bodyBytes) return
  throw new GatewayError('ERR_BODY_TOO_LARGE', `http: the request body has ${length} bytes, more than ${bodyBytes}`)
}
