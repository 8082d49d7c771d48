import type { ExpectedContext } from './expected-context.ts'
import { bodyOf, type PeerRequest } from './peer-request.ts'

/** What an application is to see of a request that every HTTP client can send, whatever carried it. */
export function goldenContext(request: PeerRequest): ExpectedContext {
  const { method = 'GET', target = '/', fields = [] } = request
  const { pathname, search } = new URL(`http://conformance.test${target}`)
  const headers: Record<string, string> = {}
  for (const [name, value] of fields) headers[name] = name in headers ? `${headers[name]}, ${value}` : value
  return {
    method,
    url: pathname + search,
    path: pathname,
    query: search.slice(1),
    target,
    headers,
    body: Buffer.from(bodyOf(request)).toString('latin1'),
  }
}
