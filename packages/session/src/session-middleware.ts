import { extend, type Middleware } from '@gangway/gateway'
import { orElse, type Awaitable } from './awaitable.ts'
import { cancelBody } from './cancel-body.ts'
import { RequestSession } from './request-session.ts'
import { settingsFrom, type SessionOptions } from './session-options.ts'
import type { Session } from './session.ts'

/**
 * Puts a session on the context.
 * @throws {TypeError} when an option is wrong.
 */
export function session<Data extends object = Record<string, unknown>, Name extends string = 'session'>(
  options: SessionOptions<Data, Name>,
): Middleware<{ readonly [key in Name]: Session<Data> }> {
  const key = options.name ?? 'session'
  const settings = settingsFrom(options)
  const { preload = false } = options
  return (app) => (context) => {
    const made = new RequestSession(context, settings)
    // RequestSession has all members of Session with keys and values of any kind; Data only narrows them, and Name is what key is.
    const added = { [key]: made } as unknown as { readonly [each in Name]: Session<Data> }
    if (!preload) return run()
    return made.load().then(run)

    function run(): Response | Promise<Response> {
      let response: Response | Promise<Response>
      try {
        response = app(extend(context, added))
      } catch (error) {
        return afterFailure(made, error)
      }
      if (!isPromise(response)) return committed(made, response)
      return response.then(
        (answer) => committed(made, answer),
        (error: unknown) => afterFailure(made, error),
      )
    }
  }
}

function committed(made: RequestSession, response: Response): Awaitable<Response> {
  const failed = (error: unknown): never => {
    cancelBody(response, error)
    throw error
  }
  return orElse(() => made.commit(response), failed)
}

// What was destroyed stays so, also when the application fails afterwards.
function afterFailure(made: RequestSession, error: unknown): Promise<never> {
  const ended = made.abandon(error)
  if (!ended) throw error
  return ended.then(() => {
    throw error
  })
}

function isPromise(response: Response | Promise<Response>): response is Promise<Response> {
  return typeof response === 'object' && response !== null && 'then' in response
}
