// https://html.spec.whatwg.org/#ascii-serialisation-of-an-origin
/** Whether an `Origin` field names the origin of this URL, or that of the same host over https: a proxy may have taken TLS off. */
export function isSameOrigin(origin: string, url: URL): boolean {
  const sent = parsed(origin)
  return sent !== undefined && sent.host === url.host && (sent.protocol === url.protocol || sent.protocol === 'https:')
}

/**
 * Checks origins that are trusted.
 * @throws {TypeError} when one is not written as browsers send it.
 */
export function checkOrigins(origins: readonly string[]): ReadonlySet<string> {
  for (const origin of origins) {
    if (!parsed(origin) || origin.includes('*'))
      throw new TypeError(`csrf: ${JSON.stringify(origin)} is no origin, which has a scheme, a host and no path: https://login.example.org`)
  }
  return new Set(origins)
}

function parsed(origin: string): URL | undefined {
  const url = URL.canParse(origin) ? new URL(origin) : undefined
  return url && url.origin === origin && /^https?:$/.test(url.protocol) ? url : undefined
}
