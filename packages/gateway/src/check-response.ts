import { isUsed } from './response.ts'

/**
 * Says in words what an application returned instead of a response that can be sent.
 * @throws {TypeError} when it did.
 */
export function checkResponse(response: Response): void {
  const given: unknown = response
  if (typeof given !== 'object' || given === null || !('status' in given) || !('headers' in given)) {
    throw new TypeError(`gateway: the application returned ${given === null ? 'null' : typeof given}, expected a Response`)
  }
  const { status } = response
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw new TypeError(`gateway: the application returned a response with status ${status}`)
  if (isUsed(response)) throw new TypeError('gateway: the application returned a response whose body was already read')
}
