import { HttpError, withHeaders, type Application, type Middleware } from '@gangway/gateway'
import { andThen } from './awaitable.ts'
import { settingsFrom, type CorsOptions, type Settings } from './cors-options.ts'
import { grant } from './grant.ts'
import { grantedError } from './granted-error.ts'
import { answerPreflight, isPreflight } from './preflight.ts'

/**
 * Lets pages of other origins read answers, and answers browsers that ask whether they may.
 * @throws {TypeError} when an option is wrong.
 */
export function cors(options: CorsOptions): Middleware {
  const settings = settingsFrom(options)
  return (app) => (context) => {
    const origin = context.headers.get('origin')
    const isAllowed = origin !== null && settings.isAllowed(origin, context)
    return andThen(isAllowed, (allowed) => {
      const named = allowed && origin !== null ? origin : undefined
      // What is the same for all is kept by caches for all, whoever asked first.
      const granted = settings.isForAll ? '*' : named
      if (isPreflight(context)) return answerPreflight(context, granted, settings)
      return answered(() => app(context), { granted, isAsked: named !== undefined }, settings)
    })
  }
}

/** Who may read an answer, and whether a page asks. */
type Grant = { readonly granted: string | undefined; readonly isAsked: boolean }

function answered(answer: () => ReturnType<Application>, { granted, isAsked }: Grant, settings: Settings): ReturnType<Application> {
  // An interim status, that of an upgrade included, cannot be made anew.
  const passed = (response: Response): Response =>
    response.status < 200 ? response : withHeaders(response, (headers) => grant(headers, granted, settings))
  const failed = (error: unknown): never => {
    // What is unknown is kept by no cache, so that it only matters to who may read it.
    if (!isAsked && !(error instanceof HttpError)) throw error
    throw grantedError(error, (headers) => grant(headers, granted, settings))
  }
  try {
    const response = answer()
    return isPromise(response) ? response.then(passed, failed) : passed(response)
  } catch (error) {
    return failed(error)
  }
}

function isPromise(response: ReturnType<Application>): response is Promise<Response> {
  return typeof response === 'object' && response !== null && 'then' in response
}
