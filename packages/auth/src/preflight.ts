import { bodyOf, empty, type Context } from '@gangway/gateway'
import { cancelBody } from './cancel-body.ts'

/** Whether a browser asks if another site may send a request: without credentials, always (Fetch, CORS-preflight). */
export function isPreflight({ method, headers }: Context): boolean {
  return method === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method')
}

/** What of a response answers a preflight; undefined where it is none. Its body is for users only. */
export function preflightAnswer(response: Response): Response | undefined {
  if (bodyOf(response) !== null) cancelBody(response, new DOMException('A preflight has no user', 'AbortError'))
  if (!response.ok || !response.headers.has('access-control-allow-origin')) return undefined
  const kept = [...response.headers].filter(([name]) => name.startsWith('access-control-') || name === 'vary' || name === 'cache-control')
  return empty({ headers: kept })
}
