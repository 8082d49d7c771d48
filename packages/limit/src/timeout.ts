import { bodyOf, withBody, withHeaders, type Context, type Middleware } from '@gangway/gateway'
import { cancelBody } from './cancel-body.ts'
import { LimitError } from './limit-error.ts'
import { monotonic } from './monotonic.ts'
import { TimedBody, type Chunks } from './timed-body.ts'

/** How long an application may take, in milliseconds. */
export interface TimeoutOptions {
  /** Until it answers. Default: `30000`. */
  response?: number
  /** Between two pieces of an answer's body, but for a stream of events. Default: any time. */
  idle?: number
  /** Until the body is sent, but for a stream of events. Default: any time. */
  total?: number
}

const longest = 2 ** 31 - 1

/**
 * Answers 503 where the application does not in time, and fires the signal of the context that the application was handed; a body that takes too long is broken off.
 * @throws {TypeError} when an option is wrong.
 */
export function timeout(options: TimeoutOptions = {}): Middleware {
  const { response: limit = 30_000, idle, total } = options
  for (const [name, time] of Object.entries({ response: limit, idle, total })) {
    if (time !== undefined && !(time > 0 && time <= longest))
      throw new TypeError(`limit: ${name} is a number of milliseconds from 1 to ${longest}`)
  }
  return (app) => (context) => {
    const controller = new AbortController()
    const started = monotonic()
    const answer = app(context.with({ signal: AbortSignal.any([context.signal, controller.signal]) }))
    const timed = (response: Response): Response =>
      withTimes(response, { idle, rest: total && total - (monotonic() - started) }, controller)
    return isPromise(answer) ? inTime(answer, { limit, controller, context }).then(timed) : timed(answer)
  }
}

type Race = { readonly limit: number; readonly controller: AbortController; readonly context: Context }

async function inTime(answer: Promise<Response>, { limit, controller, context }: Race): Promise<Response> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    const message = `no answer within ${limit} ms`
    const reason = late(message)
    reject(new LimitError('ERR_HANDLER_TIMEOUT', message, { cause: reason }))
    controller.abort(reason)
    answer.then(
      (response) => cancelBody(response, reason),
      // That it stopped for the signal is no news.
      (error: unknown) => error !== reason && context.log(error),
    )
  }, limit)
  try {
    return await Promise.race([answer, promise])
  } finally {
    clearTimeout(timer)
  }
}

function withTimes(
  response: Response,
  times: { readonly idle: number | undefined; readonly rest: number | undefined },
  controller: AbortController,
): Response {
  const source = bodyOf(response)
  if (times.idle === undefined && times.rest === undefined) return response
  if (!isStreamed(source) || /^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '')) return response
  const length = response.headers.get('content-length')
  const expired = (message: string): DOMException => {
    const reason = late(message)
    controller.abort(reason)
    return reason
  }
  const timed = withBody(response, new TimedBody(source, { ...times, expired }))
  return length === null ? timed : withHeaders(timed, (headers) => headers.set('content-length', length))
}

function isStreamed(source: ReturnType<typeof bodyOf>): source is Chunks {
  return typeof source === 'object' && source !== null && (Symbol.asyncIterator in source || 'getReader' in source)
}

function late(message: string): DOMException {
  return new DOMException(`limit: ${message}`, 'TimeoutError')
}

function isPromise(response: Response | Promise<Response>): response is Promise<Response> {
  return typeof response === 'object' && response !== null && 'then' in response
}
