import { addVary, withHeaders, type Context } from '@gangway/gateway'
import { base64url } from './masked-token.ts'

const shape = /^[\w-]{32}$/

/** The cookie that a token is bound to where there is no session; with its prefix no other host can set it (RFC 6265bis §4.1.3.2). */
export function cookieNameFor({ url }: Context): string {
  return url.protocol === 'https:' ? '__Host-csrf' : 'csrf'
}

/** What the cookie has; nothing where it is missing, malformed, or there twice with different values, of which one may be an attacker's. */
export function receivedCookie(context: Context): string | undefined {
  const name = cookieNameFor(context)
  const values = new Set<string>()
  for (const pair of (context.headers.get('cookie') ?? '').split(';')) {
    const at = pair.indexOf('=')
    if (at !== -1 && pair.slice(0, at).trim() === name) values.add(pair.slice(at + 1).trim())
  }
  const [value] = values
  return values.size === 1 && value !== undefined && shape.test(value) ? value : undefined
}

/** A new value for it: 192 random bits. */
export function makeCookie(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(24)))
}

/** A response with a token in it: it depends on cookies, belongs to one visitor, and sets the cookie where that is new. */
export function withTokenFields(response: Response, context: Context, made: string | undefined): Response {
  // An interim status, that of an upgrade included, cannot be made anew.
  if (response.status < 200) return response
  return withHeaders(response, (headers) => {
    addVary(headers, 'Cookie')
    if (!/\b(?:private|no-store)\b/i.test(headers.get('cache-control') ?? '')) headers.append('cache-control', 'private')
    if (made !== undefined) headers.append('set-cookie', lineFor(context, made))
  })
}

function lineFor(context: Context, value: string): string {
  const secure = context.url.protocol === 'https:' ? '; Secure' : ''
  return `${cookieNameFor(context)}=${value}; Path=/${secure}; HttpOnly; SameSite=Lax`
}
