// https://www.w3.org/TR/fetch-metadata/
import { HttpError, type Context, type Middleware } from '@gangway/gateway'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Refuses requests by which another site would make its visitors change something here. */
export function sameOrigin(): Middleware {
  return (app) => (context) => {
    if (safeMethods.has(context.method) || isFromHere(context)) return app(context)
    throw new HttpError(403, 'This form was sent from another site. Open the page here and send it again.')
  }
}

/** Whether a browser says that a page of ours sent this, or it is no browser's. */
export function isFromHere({ headers, url }: Pick<Context, 'headers' | 'url'>): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin' || site === 'none'
  // Browsers send no Sec-Fetch-Site to plain HTTP addresses; behind a proxy we know the host better than the scheme.
  const origin = headers.get('origin')
  return origin === null || URL.parse(origin)?.host === url.host
}
