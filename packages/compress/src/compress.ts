import { bodyOf, HttpError, type Context, type Middleware } from '@gangway/gateway'
import { isBelow } from './body-size.ts'
import { withBareTags, withClientsTag } from './conditional.ts'
import { isPromise } from './is-promise.ts'
import { isEncodable, mediaTypeOf } from './encodable.ts'
import { encodeResponse } from './encode-response.ts'
import { isUntransformable } from './no-transform.ts'
import type { CompressOptions } from './options.ts'
import { planOf, type Plan } from './plan.ts'
import { varyingReply } from './varying-reply.ts'

/**
 * Compresses what an application answers, as far as the client takes it and it is worth it. Streams are compressed as they come, and
 * flushed whenever their source has nothing more for now.
 * @throws {TypeError} when an option is not what it must be.
 * @throws {HttpError} 406 from the application it makes, where `strict` is set.
 */
export function compress(options: CompressOptions = {}): Middleware {
  const plan = planOf(options)
  return (app) => (context) => {
    if (plan.strict && !plan.choose(context.headers.get('accept-encoding')).isAcceptable)
      throw new HttpError(406, undefined, { headers: { vary: 'accept-encoding' } })
    const answered = app(plan.etag === 'suffix' ? withBareTags(context) : context)
    if (isPromise(answered)) return answered.then((response) => answer(plan, context, response))
    return answer(plan, context, answered)
  }
}

function answer(plan: Plan, context: Context, response: Response): Response | Promise<Response> {
  // What is no response is for the gateway to report.
  if (typeof response !== 'object' || response === null || !('status' in response)) return response
  const { status } = response
  if (status === 304) return withClientsTag(plan, context, response)
  if (status < 200 || status === 204 || status === 205 || context.method === 'CONNECT') return response
  const choice = plan.choose(context.headers.get('accept-encoding'))
  const source = bodyOf(response)
  if (source === null ? context.method !== 'HEAD' : isBelow(source, choice.refusesIdentity ? 1 : plan.minimumSize)) return response
  const { headers } = response
  if (!isEncodable(status, headers)) return response
  if (!plan.isCompressible(mediaTypeOf(headers)) && !choice.refusesIdentity) return response
  if (isUntransformable(context.headers)) return varyingReply(plan, response)
  return encodeResponse({ plan, context, response, choice })
}
