import { empty, GatewayError, HttpError, withHeaders, type MutableHeaders } from '@gangway/gateway'

/**
 * An error whose answer has more fields. Of an `HttpError` it is a copy, of the same class: the one that was thrown may be thrown again. Any other error
 * is the cause of one, but for those of the gateway and of clients that leave, which stay as they are.
 */
export function grantedError(error: unknown, edit: (headers: MutableHeaders) => void): unknown {
  if (error instanceof HttpError) {
    const headers = edited(error, edit)
    return Object.defineProperty(copyOf(error), 'headers', { value: headers, enumerable: true, configurable: true })
  }
  if (error instanceof GatewayError || nameOf(error) === 'AbortError') return error
  const status = statusOf(error)
  return new HttpError(status, undefined, { headers: edited(undefined, edit), expose: false, cause: error })
}

function edited(error: HttpError | undefined, edit: (headers: MutableHeaders) => void): Headers {
  return withHeaders(empty({ headers: error?.headers ?? {} }), edit).headers
}

// Made by the constructor of Error, so that tools know it for one.
function copyOf(error: HttpError): HttpError {
  const copy: unknown = Object.setPrototypeOf(new Error(error.message), Object.getPrototypeOf(error))
  const stack = { value: error.stack, writable: true, configurable: true }
  Object.defineProperties(copy, { ...Object.getOwnPropertyDescriptors(error), stack })
  // It has the prototype and all properties of one, and HttpError has no private fields.
  return copy as HttpError
}

function nameOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'name' in error ? error.name : undefined
}

function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined
  return typeof status === 'number' && Number.isInteger(status) && status >= 400 && status <= 599 ? status : 500
}
