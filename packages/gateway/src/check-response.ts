import { isReply, isUsed } from './response.ts'

/**
 * Says in words what an application returned instead of a response that can be sent.
 * @throws {TypeError} when it did.
 */
export function checkResponse(response: Response): void {
  if (!isReply(response) && !isResponse(response)) {
    throw new TypeError(`gateway: the application returned ${response === null ? 'null' : typeof response}, expected a Response`)
  }
  const { status } = response
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw new TypeError(`gateway: the application returned a response with status ${status}`)
  if (isUsed(response)) throw new TypeError('gateway: the application returned a response whose body was already read')
}

// By its members: a response of another library or another realm is as good.
function isResponse(given: unknown): boolean {
  if (typeof given !== 'object' || given === null || !('status' in given) || !('headers' in given)) return false
  const { headers } = given
  return typeof headers === 'object' && headers !== null && 'forEach' in headers
}
