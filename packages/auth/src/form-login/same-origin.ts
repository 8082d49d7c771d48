import type { Context } from '@gangway/gateway'

/** Whether a form was sent from this site. Browsers always say; a client that says nothing is none, and has no cookies of others. */
export function isSameOrigin({ headers, url }: Context): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin'
  const origin = headers.get('origin')
  // Behind a proxy that ends TLS and does not say so, the address seems to be http.
  return origin === null || origin === url.origin || origin === `https://${url.host}`
}
