import { bodyOf, withBody, withHeaders } from '@gangway/gateway'
import { declaredLength, leastOf } from './body-size.ts'
import { EncodedBody } from './encoded-body.ts'
import { editHead } from './encoded-head.ts'
import { weakened } from './etag.ts'
import type { Job, Method } from './method.ts'
import { varyingReply } from './varying-reply.ts'

/** The answer to HEAD without the body that the answer to GET would have; its length is then not known. */
export function withoutBody(response: Response, { coding }: Method): Response {
  const source = bodyOf(response)
  if (source === null || response.headers.get('content-encoding') !== coding) return response
  if (source instanceof EncodedBody) void source.return(new DOMException('A response to HEAD has no body', 'AbortError'))
  return withBody(response, null)
}

/** The answer to HEAD from an application that gives no body there. Without a length nobody knows whether GET's would be encoded: only what holds either way is said. */
export function headFor(job: Job, { coding }: Method): Response {
  const { plan, response } = job
  const length = declaredLength(response)
  if (length === undefined) return withWeakTag(plan.etag === 'weaken', varyingReply(plan, response))
  if (length < leastOf(job)) return response
  const made = withBody(response, null)
  editHead(made.headers, coding, plan)
  return made
}

function withWeakTag(isWanted: boolean, response: Response): Response {
  const tag = response.headers.get('etag')
  return isWanted && tag !== null ? withHeaders(response, (headers) => headers.set('etag', weakened(tag))) : response
}
