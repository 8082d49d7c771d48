const statuses = {
  ERR_BAD_RECORD: 400,
  ERR_BAD_PARAMS: 400,
  ERR_PARAMS_TOO_LARGE: 431,
  ERR_BAD_HEAD: 502,
  ERR_HEAD_TOO_LARGE: 502,
} as const

/** The stable codes of a `WireError`. */
export type WireErrorCode = keyof typeof statuses

/**
 * A fault in what a peer sent.
 *
 * - `ERR_BAD_RECORD` (400): a FastCGI record header or a fixed record body that is not of its form.
 * - `ERR_BAD_PARAMS` (400): name-value pairs that end inside a pair, or contradict each other.
 * - `ERR_PARAMS_TOO_LARGE` (431): more bytes or pairs than the limits allow, received or declared.
 * - `ERR_BAD_HEAD` (502): a CGI response head that is malformed or cut off.
 * - `ERR_HEAD_TOO_LARGE` (502): a CGI response head beyond its limit.
 */
export class WireError extends Error {
  override readonly name = 'WireError'
  readonly code: WireErrorCode
  /** The HTTP status an adapter answers with, where it still can. */
  readonly status: number

  constructor(code: WireErrorCode, message: string) {
    super(`wire: ${message}`)
    this.code = code
    this.status = statuses[code]
  }
}
