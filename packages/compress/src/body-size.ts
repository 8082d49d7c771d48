import type { BodySource } from '@gangway/gateway'
import type { Job } from './method.ts'

const encoder = new TextEncoder()

/** Whether a body is there as a whole and has fewer bytes than this. */
export function isBelow(source: BodySource, size: number): boolean {
  if (typeof source === 'string') {
    // A character takes one to three bytes.
    if (source.length >= size) return false
    return source.length * 3 < size || encoder.encode(source).byteLength < size
  }
  return source instanceof Uint8Array && source.byteLength < size
}

/** The content-length that a response declares. */
export function declaredLength(response: Response): number | undefined {
  const declared = response.headers.get('content-length')
  // What is no number is for the gateway to report.
  return declared !== null && /^\d{1,15}$/.test(declared) ? Number(declared) : undefined
}

/**
 * Makes sure that a body has the length that its response declares.
 * @throws {TypeError} when it does not.
 */
export function checkLength(length: number, declared: number | undefined): void {
  if (declared === undefined || declared === length) return
  throw new TypeError(`compress: the body has ${length} bytes, and its content-length is ${declared}`)
}

/** Bytes from which on a body is encoded: all, when the client does not take it as it is. */
export function leastOf({ plan, choice }: Job): number {
  return choice.refusesIdentity ? 1 : plan.minimumSize
}
