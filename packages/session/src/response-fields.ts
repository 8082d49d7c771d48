import { addVary, withHeaders, type MutableHeaders } from '@gangway/gateway'

/** A response that depends on the session: `Vary: Cookie`, the cookies, and with them no place in a shared cache. */
export function withSessionFields(response: Response, cookies: readonly string[]): Response {
  // An interim status, that of an upgrade included, cannot be made anew.
  if (response.status < 200) return response
  return withHeaders(response, (headers) => {
    addVary(headers, 'Cookie')
    if (cookies.length === 0) return
    for (const cookie of cookies) headers.append('set-cookie', cookie)
    keepPrivate(headers)
  })
}

// What a shared cache keeps it would hand to others, with the cookie (RFC 9111 §5.2.2.7).
function keepPrivate(headers: MutableHeaders): void {
  const directives = splitDirectives(headers.get('cache-control') ?? '')
  const names = directives.map((directive) => directive.toLowerCase().replace(/\s/g, ''))
  if (names.some((name) => name === 'private' || name === 'no-store' || name === 'no-cache="set-cookie"')) return
  const kept = directives.filter((_, index) => !/^(?:public$|s-maxage=|private=|proxy-revalidate$)/.test(names[index] ?? ''))
  headers.set('cache-control', ['private', ...kept].join(', '))
}

function splitDirectives(field: string): string[] {
  return (field.match(/(?:"(?:[^"\\]|\\.)*"|[^",])+/g) ?? []).map((directive) => directive.trim()).filter((directive) => directive !== '')
}
