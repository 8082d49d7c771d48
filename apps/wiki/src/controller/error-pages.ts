import { HttpError, type Middleware } from '@gangway/gateway'

/** Shows the errors that are the visitor's in the looks of the wiki; all others are for the gateway to log and answer. */
export function errorPages(): Middleware {
  return (app) => async (context) => {
    try {
      return await app(context)
    } catch (error) {
      if (!(error instanceof HttpError && error.expose)) throw error
      const { errorView } = await import('../view/error-view.ts')
      return errorView(context, error)
    }
  }
}
