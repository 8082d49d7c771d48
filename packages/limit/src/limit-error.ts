import { HttpError, type HttpErrorOptions } from '@gangway/gateway'

const statuses = {
  ERR_RATE_LIMITED: 429,
  ERR_BODY_TOO_LARGE: 413,
  ERR_HANDLER_TIMEOUT: 503,
  ERR_RATE_STORE: 503,
} as const

/** The stable codes of a `LimitError`. */
export type LimitErrorCode = keyof typeof statuses

/** A limit that was reached: too many requests (429), too large a body (413), no answer in time or no store to count in (503). */
export class LimitError extends HttpError {
  override readonly name: string = 'LimitError'
  /** Which limit; it stays the same over versions, unlike the message. */
  readonly code: LimitErrorCode

  constructor(code: LimitErrorCode, message: string, options: HttpErrorOptions = {}) {
    super(statuses[code], `limit: ${message}`, options)
    this.code = code
  }
}
