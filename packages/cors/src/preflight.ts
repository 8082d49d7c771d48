// https://fetch.spec.whatwg.org/#cors-preflight-fetch
import { addVary, empty, text, withHeaders, type Context } from '@gangway/gateway'
import type { Settings } from './cors-options.ts'
import { grant } from './grant.ts'

const token = /^[!#$%&'*+\-.^_`|~\da-z]+$/
const request = {
  method: 'Access-Control-Request-Method',
  headers: 'Access-Control-Request-Headers',
  network: 'Access-Control-Request-Private-Network',
}

/** Whether a browser asks what a page may do, before it does it. */
export function isPreflight({ method, headers }: Context): boolean {
  return method === 'OPTIONS' && headers.has('origin') && headers.has(request.method)
}

/** What it is answered, where the origin is allowed and where it is not. */
export function answerPreflight({ headers: asked }: Context, origin: string | undefined, settings: Settings): Response {
  const refusal = 'cors: pages of this origin may not read what is answered here\n'
  return withHeaders(origin === undefined ? text(refusal, { status: 403 }) : empty(), (headers) => {
    grant(headers, origin, settings)
    addVary(headers, request.method, request.headers, ...(settings.privateNetwork ? [request.network] : []))
    if (origin === undefined) return
    headers.set('access-control-allow-methods', settings.methods)
    const names = settings.headers ?? tokensIn(asked.get(request.headers) ?? '')
    if (names !== '') headers.set('access-control-allow-headers', names)
    if (settings.privateNetwork && asked.get(request.network) === 'true') headers.set('access-control-allow-private-network', 'true')
    headers.set('access-control-max-age', settings.maxAge)
  })
}

// What comes back is what was sent, but nothing else than names.
function tokensIn(list: string): string {
  const names = list.split(',').map((name) => name.trim().toLowerCase())
  return [...new Set(names.filter((name) => token.test(name)))].join(', ')
}
