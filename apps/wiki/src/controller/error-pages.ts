import { extend, HttpError, type Context, type Middleware } from '@gangway/gateway'
import { render, type RenderContext } from '../view/render.ts'
import { isOutOfSpace } from '../model/out-of-space.ts'
import type { WikiParts } from './wiki-context.ts'

const headings: Readonly<Record<number, string>> = {
  400: 'That did not work',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Not like this',
  409: 'Somebody was faster',
  410: 'Deleted',
  413: 'Too large',
  507: 'No room left',
}

const outOfSpace = 'The disk of the wiki is full. Nothing of this was saved: try again later.'

// Layers speak to those who put them together; these are the same in words for a visitor.
const wordsFor: Readonly<Record<number, string>> = {
  400: 'The form did not arrive as it was sent. Try again.',
  403: 'This form was sent from another site. Open the page here and send it again.',
  413: 'This is more than the wiki takes at once.',
  415: 'The wiki takes forms, and this is none.',
  507: outOfSpace,
}

/** Shows the errors that are the visitor's in the looks of the wiki; all others are for the layers outside to log and answer. */
export function errorPages(): Middleware<{}, Pick<WikiParts, 'wiki'>> {
  return (app) => async (context) => {
    try {
      const response = await app(context)
      return response.status === 405 ? await errorPage(withUser(context), refused(response)) : response
    } catch (error) {
      const known = knownError(error)
      if (!known) throw error
      if (known.status >= 500) context.log(error)
      return errorPage(withUser(context), known)
    }
  }
}

// Some errors come from layers that are outside of the one that finds the user.
function withUser(context: Context & Pick<WikiParts, 'wiki'>): RenderContext {
  return hasUser(context) ? context : extend(context, { user: null })
}

function hasUser(context: Context & Pick<WikiParts, 'wiki'>): context is RenderContext {
  return 'user' in context
}

function errorPage(context: RenderContext, error: HttpError): Promise<Response> {
  const heading = headings[error.status] ?? 'That did not work'
  const mayLogIn = error.status === 403 && context.user === null && isSafe(context.method)
  const login = mayLogIn
    ? new URLSearchParams({ 'return-to': context.mount + context.path + (context.query && `?${context.query}`) }).toString()
    : undefined
  const message = /^(?:form|csrf): /.test(error.message) ? (wordsFor[error.status] ?? '') : error.message
  const view = { error: { heading, message, login } }
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
