import { describe } from './gateway-context.ts'
import { GatewayError } from './gateway-error.ts'
import { HttpError } from './http-error.ts'
import type { Incoming } from './incoming.ts'
import { text } from './replies.ts'
import { statusTextOf } from './status-text.ts'

/** The answer to an error, and the line for the log where it deserves one. */
export function errorReply(
  error: unknown,
  { method, path }: Pick<Incoming, 'method' | 'path'>,
): { response: Response; line: string | undefined } {
  const status = statusOf(error)
  const headers = error instanceof HttpError && error.headers ? { headers: error.headers } : {}
  if (error instanceof HttpError && error.expose) return { response: text(`${error.message}\n`, { status, ...headers }), line: undefined }
  if (error instanceof GatewayError && status < 500)
    return { response: text(`${statusTextOf(status)}\n`, { status }), line: `${method} ${path}: ${error.message}` }
  const reference = Math.random().toString(36).slice(2, 10)
  const response = text(`${statusTextOf(status)}\nReference: ${reference}\n`, { status, ...headers })
  return { response, line: `${method} ${path} answered ${status}, reference ${reference}: ${describe(error)}` }
}

function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined
  return typeof status === 'number' && Number.isInteger(status) && status >= 400 && status <= 599 ? status : 500
}
