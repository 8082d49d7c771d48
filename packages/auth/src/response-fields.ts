import { addVary, withHeaders } from '@gangway/gateway'
import type { Accepted } from './scheme.ts'

/** A response that may depend on who asks: `Vary`, and what was made for a user stays out of shared caches. */
export function withUserFields(response: Response, reads: readonly string[], accepted: Accepted | null): Response {
  // An interim status, that of an upgrade included, cannot be made anew.
  if (response.status < 200) return response
  return withHeaders(response, (headers) => {
    addVary(headers, ...reads)
    if (!accepted) return
    if (!headers.has('cache-control')) headers.set('cache-control', 'private')
    for (const [name, value] of Object.entries(accepted.fields ?? {})) headers.set(name, value)
  })
}
