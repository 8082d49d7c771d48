import { extend, withHeaders, type Context, type Middleware } from '@gangway/gateway'
import { RequestCsp, type Csp } from './csp.ts'
import { settingsFrom, type SecureHeadersOptions, type Settings } from './options.ts'

/**
 * Adds the fields that make browsers careful to each response that does not have them, and puts `csp` on the context, for the nonce of inline scripts and styles.
 * @throws {TypeError} when an option is wrong.
 */
export function secureHeaders(options: SecureHeadersOptions = {}): Middleware<{ readonly csp: Csp }> {
  const settings = settingsFrom(options)
  return (app) => (context) => {
    const known: unknown = 'csp' in context ? context.csp : undefined
    // Around a layer of its own kind, one nonce does for both.
    const csp = known instanceof RequestCsp ? known : new RequestCsp()
    const answered = app(extend(context, { csp }))
    if (isPromise(answered)) return answered.then((response) => secured(response, context, csp, settings))
    return secured(answered, context, csp, settings)
  }
}

function secured(response: Response, context: Context, csp: RequestCsp, { policy, policyField, hsts, fields }: Settings): Response {
  // What is no response is for the gateway to report; a 101 is the platform's.
  if (typeof response !== 'object' || response === null || !('status' in response) || response.status < 200) return response
  const nonce = RequestCsp.take(csp)
  const isHttps = context.tls !== null || context.url.protocol === 'https:'
  return withHeaders(response, (headers) => {
    const add = (name: string, value: string) => {
      if (!headers.has(name)) headers.append(name, value)
    }
    if (hsts !== undefined && isHttps) add('strict-transport-security', hsts)
    // A cache would put the new nonce on the page with the old one (RFC 9111 §3.2).
    if (response.status === 304) return
    const text = policy?.(isHttps, nonce) ?? ''
    if (text !== '') add(policyField, text)
    for (const [name, value] of fields) add(name, value)
  })
}

function isPromise(result: Response | Promise<Response>): result is Promise<Response> {
  return typeof result === 'object' && result !== null && 'then' in result
}
