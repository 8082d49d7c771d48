const statuses = {
  ERR_BAD_REQUEST: 400,
  ERR_BAD_RECORD: 400,
  ERR_BODY_TRUNCATED: 400,
  ERR_BODY_TOO_LARGE: 413,
  ERR_HEADER_TOO_LARGE: 431,
  ERR_TIMEOUT: 408,
  ERR_HANDLER_TIMEOUT: 503,
  ERR_OVERLOADED: 503,
  ERR_METHOD_NOT_SUPPORTED: 501,
  ERR_BODY_USED: 500,
  ERR_CLOSED: 503,
} as const

/** The stable codes of a `GatewayError`. */
export type GatewayErrorCode = keyof typeof statuses

/** A fault of the peer or of the transport: what it sent is malformed, cut off, too large or too late. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError'
  /** What went wrong; it stays the same over versions, unlike the message. */
  readonly code: GatewayErrorCode
  /** The HTTP status that answers this fault. */
  readonly status: number

  constructor(code: GatewayErrorCode, message: string, options: { status?: number; cause?: unknown } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.code = code
    this.status = options.status ?? statuses[code]
  }
}
