import { withHeaders, type Context, type Middleware } from '@gangway/gateway'
import { andThen, type Awaitable } from './awaitable.ts'
import type { Taken } from './counter.ts'
import { LimitError } from './limit-error.ts'
import { addRateFields, rateFields, seconds, type RateFields } from './rate-fields.ts'
import { rateSettingsFrom, type RateLimitOptions, type RateSettings } from './rate-limit-options.ts'

/**
 * Answers 429 to who asks too often, and tells everybody how much is left.
 * @throws {TypeError} when an option is wrong.
 */
export function rateLimit(options: RateLimitOptions): Middleware {
  const settings = rateSettingsFrom(options)
  return (app) => (context) => {
    const key = settings.key(context)
    const points = settings.cost(context)
    if (key === undefined || points === 0) return app(context)
    return andThen(take(settings, context, { key, points }), (taken) => {
      if (!taken) return app(context)
      const fields = rateFields(settings.name, settings.counter, taken)
      if (!taken.isAllowed) throw tooMany(fields, taken)
      return counted(settings, context, { key, points, answer: () => app(context), fields })
    })
  }
}

type Share = { readonly key: string; readonly points: number }

// Nothing, where nobody counts.
function take(settings: RateSettings, context: Context, { key, points }: Share): Awaitable<Taken | undefined> {
  if (!(points > 0)) throw new TypeError(`limit: the cost of a request is a number from 0, not ${points}`)
  const taken = settings.counter.take(key, points)
  return taken instanceof Promise ? taken.catch((error: unknown) => withoutStore(settings, context, error)) : taken
}

function withoutStore({ onStoreError, complain }: RateSettings, context: Context, error: unknown): undefined {
  if (onStoreError === 'refuse') throw new LimitError('ERR_RATE_STORE', 'requests cannot be counted', { cause: error })
  complain(context, error)
}

function counted(
  settings: RateSettings,
  context: Context,
  { answer, fields, ...share }: Share & { readonly answer: () => Response | Promise<Response>; readonly fields: RateFields },
): Response | Promise<Response> {
  const answered = (response: Response): Response => {
    settle(settings, context, { ...share, status: response.status })
    return response.status < 200 ? response : withHeaders(response, (headers) => addRateFields(headers, fields))
  }
  const failed = (error: unknown): never => {
    settle(settings, context, { ...share, status: statusOf(error) })
    throw error
  }
  try {
    const response = answer()
    return isPromise(response) ? response.then(answered, failed) : answered(response)
  } catch (error) {
    return failed(error)
  }
}

function settle({ counts, counter }: RateSettings, context: Context, { key, points, status }: Share & { readonly status: number }): void {
  if (!counts || counts(status)) return
  const given = counter.giveBack(key, points)
  if (given instanceof Promise) context.waitUntil(given)
}

function tooMany(fields: RateFields, { wait }: Taken): LimitError {
  const after = Math.max(1, seconds(wait))
  const message = `too many requests; try again in ${after} ${after === 1 ? 'second' : 'seconds'}`
  return new LimitError('ERR_RATE_LIMITED', message, { headers: { 'retry-after': String(after), ...fields } })
}

function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined
  return typeof status === 'number' ? status : 500
}

function isPromise(response: Response | Promise<Response>): response is Promise<Response> {
  return typeof response === 'object' && response !== null && 'then' in response
}
