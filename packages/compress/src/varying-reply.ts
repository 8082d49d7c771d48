import { addVary, withHeaders } from '@gangway/gateway'
import type { HeadRules } from './encoded-head.ts'
import { varies } from './vary.ts'

/** A response whose body stays as it is, and that says what this depended on. */
export function varyingReply({ vary }: HeadRules, response: Response): Response {
  const { headers } = response
  if (vary.every((name) => varies(headers, name)) && !headers.has('content-encoding')) return response
  return withHeaders(response, (edited) => {
    addVary(edited, ...vary)
    // Only identity is left here, which is not to be sent.
    edited.delete('content-encoding')
  })
}
