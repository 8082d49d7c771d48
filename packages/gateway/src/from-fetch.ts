import type { Application, Context } from './context.ts'

/**
 * A plain Fetch handler as an application; it gets the genuine request, and the context as a second argument.
 * @throws {TypeError} when it is not a function.
 */
export function fromFetch(handler: (request: Request, context: Context) => Response | Promise<Response>): Application {
  if (typeof handler !== 'function') throw new TypeError(`gateway: fromFetch() takes a function, not ${typeof handler}`)
  return (context) => handler(context.request, context)
}
