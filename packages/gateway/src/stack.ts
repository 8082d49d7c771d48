import type { Application } from './context.ts'

/** Middleware in the order a request passes it. */
export interface Stack<Added extends object = {}> {
  /**
   * Adds a layer inside those before it; it does not compile above a layer whose key it needs.
   * @throws {TypeError} when it is not a function.
   */
  use<Inner extends object>(middleware: (app: Application<Inner>) => Application<Added>): Stack<Added & Inner>
  /**
   * Wraps the application, once.
   * @throws {TypeError} when it is not a function, or a layer made none of it.
   */
  app(application: Application<Added>): Application
}

/** Puts middleware around an application: `stack().use(traceback()).use(session(options)).app(application)`. */
export function stack(): Stack {
  return stackOf((application) => application)
}

function stackOf<Added extends object>(wrap: (application: Application<Added>) => Application): Stack<Added> {
  return {
    use<Inner extends object>(middleware: (app: Application<Inner>) => Application<Added>): Stack<Added & Inner> {
      if (typeof middleware !== 'function') throw new TypeError(`gateway: use() takes a middleware, not ${typeof middleware}`)
      return stackOf<Added & Inner>((application) => wrap(checkApplication(middleware(widened<Added, Inner>(application)))))
    },
    app(application) {
      if (typeof application !== 'function') throw new TypeError(`gateway: app() takes an application, not ${typeof application}`)
      return wrap(application)
    },
  }
}

function checkApplication<Added extends object>(made: Application<Added>): Application<Added> {
  if (typeof made === 'function') return made
  throw new TypeError(`gateway: a middleware made ${typeof made}, expected an application`)
}

// The layers outside have put Added on the context before the layer that adds Inner hands it on.
function widened<Added extends object, Inner extends object>(application: Application<Added & Inner>): Application<Inner> {
  return application as Application<Inner>
}
