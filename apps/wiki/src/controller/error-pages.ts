import { HttpError, type Middleware } from '@gangway/gateway'
import { render } from '../view/render.ts'
import type { WikiContext, WikiParts } from './wiki-context.ts'

const headings: Readonly<Record<number, string>> = {
  400: 'That did not work',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Not like this',
  409: 'Somebody was faster',
  413: 'Too large',
  507: 'No room left',
}

/** Shows the errors that are the visitor's in the looks of the wiki; all others are for the layers outside to log and answer. */
export function errorPages(): Middleware<{}, WikiParts> {
  return (app) => async (context) => {
    try {
      const response = await app(context)
      return response.status === 405 ? errorPage(context, refused(response)) : response
    } catch (error) {
      const known = knownError(error)
      if (!known) throw error
      if (known.status >= 500) context.log(error)
      return errorPage(context, known)
    }
  }
}

/** What a visitor reads of an error. */
export function errorPage(context: WikiContext, error: HttpError): Promise<Response> {
  const heading = headings[error.status] ?? 'That did not work'
  const mayLogIn = error.status === 403 && !context.user && isSafe(context.method)
  const login = mayLogIn
    ? new URLSearchParams({ 'return-to': context.mount + context.path + (context.query && `?${context.query}`) }).toString()
    : undefined
  const view = { error: { heading, message: error.message, login } }
  return render(context, 'error', view, { heading, status: error.status, ...(error.headers && { headers: error.headers }) })
}

function refused({ headers }: Response): HttpError {
  return new HttpError(405, 'This address does not take such a request.', { headers: { allow: headers.get('allow') ?? '' } })
}

function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}

/** An error that the visitor may read about. */
function knownError(error: unknown): HttpError | undefined {
  if (error instanceof HttpError && error.expose) return error
  if (isOutOfSpace(error))
    return new HttpError(507, 'The disk of the wiki is full. Nothing of this was saved: keep your text and try again later.', {
      cause: error,
    })
  return undefined
}

// ENOSPC and EDQUOT of the file system, SQLITE_FULL (13), disk_full of PostgreSQL (53100).
function isOutOfSpace(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('errcode' in error && error.errcode === 13) return true
  return 'code' in error && ['ENOSPC', 'EDQUOT', '53100'].includes(String(error.code))
}
