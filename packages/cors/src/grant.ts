// https://fetch.spec.whatwg.org/#http-cors-protocol
import { addVary, type MutableHeaders } from '@gangway/gateway'
import type { Settings } from './cors-options.ts'

const allow = 'access-control-allow-origin'

/** Writes into the fields of an answer that this origin, or `*`, may read it, if there is one, and that the answer depends on it. */
export function grant(headers: MutableHeaders, origin: string | undefined, settings: Settings): void {
  if (!settings.isForAll) addVary(headers, 'Origin')
  // A layer inside has said it already.
  if (origin === undefined || headers.has(allow)) return
  headers.set(allow, origin)
  if (settings.credentials) headers.set('access-control-allow-credentials', 'true')
  if (settings.exposed !== '') headers.set('access-control-expose-headers', settings.exposed)
}
