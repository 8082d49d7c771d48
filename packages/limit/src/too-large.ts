import { LimitError } from './limit-error.ts'

/** What is said of a body with more bytes than this. */
export function tooLarge(bytes: number): LimitError {
  return new LimitError('ERR_BODY_TOO_LARGE', `the body has more than ${bytes} bytes`)
}
