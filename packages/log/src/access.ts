import type { Completion, Context } from '@gangway/gateway'
import type { Note } from './log-entry.ts'

/** One request and what became of it. */
export interface Access {
  /** The request. */
  readonly context: Context
  /** What the application answered; `undefined` when it threw or did not come to answer. */
  readonly response: Response | undefined
  /** When the request came. */
  readonly time: Date
  /** The status that was sent; 499 when the client left before there was one. */
  readonly status: number
  /** Bytes of the body that were handed to the connection. */
  readonly bytes: number
  /** From the request's head to the end of the response. */
  readonly milliseconds: number
  /** Whether the response was `sent` whole, `aborted` by the client, or `failed` on our side. */
  readonly outcome: Completion['outcome']
  /** The request's id. */
  readonly id: string
  /** Who asked, as far as it is known. */
  readonly user: string | undefined
  /** What was noted. */
  readonly notes: ReadonlyMap<string, Note>
  /** A target or URL with the values of secret query parameters taken out. */
  redact(target: string): string
}

/** How the application came to its end. */
export interface Answer {
  readonly response?: Response
  readonly error?: unknown
}

/** The status of an exchange, also where the gateway does not tell which was sent. */
export function statusOf({ status, outcome }: Completion, { response, error }: Answer): number {
  if (status !== undefined) return status
  return outcome === 'aborted' ? 499 : (response?.status ?? errorStatus(error))
}

function errorStatus(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined
  return typeof status === 'number' && Number.isInteger(status) && status >= 400 && status <= 599 ? status : 500
}
