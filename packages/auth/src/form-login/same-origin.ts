import type { Context } from '@gangway/gateway'

/** Whether a form was sent from this site. Browsers always say; a client that says nothing is none, and has no cookies of others. */
export function isSameOrigin({ headers, url }: Context): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin'
  const origin = headers.get('origin')
  return origin === null || origin === url.origin
}
