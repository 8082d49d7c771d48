// https://html.spec.whatwg.org/#ascii-serialisation-of-an-origin
/**
 * Checks origins.
 * @throws {TypeError} when one is not written as browsers send it.
 */
export function checkOrigins(origins: readonly string[]): ReadonlySet<string> {
  if (!Array.isArray(origins)) throw new TypeError('cors: origins are *, a list or a function')
  for (const origin of origins) {
    if (!isOrigin(origin))
      throw new TypeError(`cors: ${JSON.stringify(origin)} is no origin, which has a scheme, a host and no path: https://app.example.org`)
  }
  return new Set(origins)
}

// URL knows no origins of other schemes, such as those of extensions.
function isOrigin(text: string): boolean {
  if (/^https?:/.test(text)) return URL.canParse(text) && new URL(text).origin === text && !text.includes('*')
  return /^[a-z][a-z\d+.-]*:\/\/[^\s/?#@*,]+$/.test(text)
}
