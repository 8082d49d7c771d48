import { HttpError, statusTextOf } from '@gangway/gateway'

/** What a client may know of an error. */
export interface Failure {
  /** 400 to 599. */
  readonly status: number
  /** The status in words. */
  readonly title: string
  /** What an `HttpError` tells the client. */
  readonly message: string | undefined
  /** What to find the report by; there is none for an error of the client's. */
  readonly id: string | undefined
  /** Fields for the response, such as `Allow`. */
  readonly headers: Iterable<readonly [string, string]>
}

/** What a client may know of an error; an error that cannot be read is an error of the server's. */
export function failureOf(error: unknown, id: string): Failure {
  try {
    const status = statusOf(error)
    const isTheirs = status < 500
    const message = memberOf(error, 'expose') === true ? memberOf(error, 'message') : undefined
    return {
      status,
      title: statusTextOf(status),
      message: typeof message === 'string' ? message.slice(0, 2000) : undefined,
      id: isTheirs ? undefined : id,
      // Those of an HttpError are checked, under whatever name; what others call so may be anything.
      headers: error instanceof HttpError ? error.headers : [],
    }
  } catch {
    return { status: 500, title: statusTextOf(500), message: undefined, id, headers: [] }
  }
}

/** Whether an error only says that the client left. */
export function isLeaving(error: unknown, signal: AbortSignal): boolean {
  try {
    return (
      signal.aborted && (error === signal.reason || memberOf(error, 'name') === 'AbortError' || memberOf(error, 'name') === 'GatewayError')
    )
  } catch {
    return false // an error that cannot be read
  }
}

function statusOf(error: unknown): number {
  const status = memberOf(error, 'status')
  return typeof status === 'number' && Number.isInteger(status) && status >= 400 && status <= 599 ? status : 500
}

function memberOf(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null && name in error ? Reflect.get(error, name) : undefined
}
