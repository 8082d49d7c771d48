import { HttpError, type Middleware } from '@gangway/gateway'
import { errorView } from '../view/error-view.ts'

/** Shows the errors that are the visitor's in the looks of the wiki; all others are for the gateway to log and answer. */
export function errorPages(): Middleware {
  return (app) => async (context) => {
    try {
      return await app(context)
    } catch (error) {
      if (error instanceof HttpError && error.expose) return errorView(context, error)
      throw error
    }
  }
}
