import { describe } from './describe.ts'
import { GatewayError } from './gateway-error.ts'
import { HttpError } from './http-error.ts'
import type { Incoming } from './incoming.ts'
import { text } from './replies.ts'
import { statusTextOf } from './status-text.ts'

type Asked = Pick<Incoming, 'method' | 'path'>

/** The answer to an error, and the line for the log where it deserves one; never throws. */
export function errorReply(error: unknown, asked: Asked): { response: Response; line: string | undefined } {
  try {
    return answerTo(error, asked)
  } catch {
    return answerTo(describe(error), asked) // an error that cannot be read
  }
}

/** The line for the log when an error breaks off a response. */
export function brokenLine(error: unknown, { method, path }: Asked): string {
  return `${method} ${path} broke off: ${describe(error)}`
}

/** Whether an error only says that the client has left. */
export function isLeaving(error: unknown): boolean {
  try {
    return error instanceof GatewayError || (error instanceof Error && error.name === 'AbortError')
  } catch {
    return false // an error that cannot be read
  }
}

function answerTo(error: unknown, { method, path }: Asked): ReturnType<typeof errorReply> {
  const status = statusOf(error)
  if (error instanceof GatewayError && status < 500)
    return { response: text(`${statusTextOf(status)}\n`, { status }), line: `${method} ${path}: ${error.message}` }
  const init = error instanceof HttpError ? { status, headers: error.headers } : { status }
  if (error instanceof HttpError && error.expose) return { response: text(`${error.message}\n`, init), line: undefined }
  const reference = Math.random().toString(36).slice(2, 10)
  const response = text(`${statusTextOf(status)}\nReference: ${reference}\n`, init)
  return { response, line: `${method} ${path} answered ${status}, reference ${reference}: ${describe(error)}` }
}

function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined
  return typeof status === 'number' && Number.isInteger(status) && status >= 400 && status <= 599 ? status : 500
}
