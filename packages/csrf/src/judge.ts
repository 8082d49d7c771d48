// https://www.w3.org/TR/fetch-metadata/, https://fetch.spec.whatwg.org/#origin-header
import type { Context } from '@gangway/gateway'
import { isSameOrigin } from './origin.ts'

/** Of a request: `allow` or refuse it, or that the browser tells nothing (`silent`) or hides the origin (`opaque`), so that only a token can tell. */
export type Verdict = 'allow' | 'cross-site' | 'origin' | 'silent' | 'opaque'

// https://www.rfc-editor.org/rfc/rfc9110 §9.2.1, without TRACE, which browsers do not send
const safe: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/** What the fields that no page can forge say of a request. */
export function judge(context: Context, trusted: ReadonlySet<string>): Verdict {
  const { headers } = context
  if (safe.has(context.method)) return isHandshake(context) ? judgeHandshake(context, trusted) : 'allow'
  const origin = headers.get('origin')
  if (origin !== null && trusted.has(origin)) return 'allow'
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin' || site === 'none' ? 'allow' : 'cross-site'
  if (origin === null) return 'silent'
  if (origin === 'null') return 'opaque'
  return isSameOrigin(origin, context.url) ? 'allow' : 'origin'
}

// A WebSocket carries cookies to any site that is asked, and every browser says who asks.
function judgeHandshake(context: Context, trusted: ReadonlySet<string>): Verdict {
  const origin = context.headers.get('origin')
  if (origin === null || trusted.has(origin) || isSameOrigin(origin, context.url)) return 'allow'
  return 'origin'
}

function isHandshake({ headers }: Context): boolean {
  return headers.has('sec-websocket-key') || headers.get('upgrade')?.toLowerCase() === 'websocket'
}
