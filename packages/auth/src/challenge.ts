/** One challenge of a `WWW-Authenticate` field (RFC 9110 §11.6.1). */
export interface Challenge {
  /** Such as `Basic`. */
  readonly scheme: string
  /** In this order; undefined ones are left out. */
  readonly parameters?: Readonly<Record<string, string | undefined>>
}

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
// Digest forbids quotes around these (RFC 7616 §3.3).
const unquoted: ReadonlySet<string> = new Set(['algorithm', 'stale', 'userhash'])

/**
 * A challenge as it stands in a field.
 * @throws {TypeError} when a part of it cannot be sent.
 */
export function formatChallenge({ scheme, parameters = {} }: Challenge): string {
  const parts = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [`${checkToken(name)}=${formatValue(name, value)}`],
  )
  return parts.length === 0 ? checkToken(scheme) : `${checkToken(scheme)} ${parts.join(', ')}`
}

function formatValue(name: string, value: string): string {
  return unquoted.has(name) ? checkToken(value) : quoted(value)
}

/**
 * A text as a quoted string (RFC 9110 §5.6.4).
 * @throws {TypeError} when it has what ASCII cannot say.
 */
export function quoted(value: string): string {
  if (!/^[\t\x20-\x7e]*$/.test(value)) throw new TypeError(`auth: ${JSON.stringify(value)} is not printable ASCII`)
  return `"${value.replaceAll(/["\\]/g, '\\$&')}"`
}

function checkToken(text: string): string {
  if (token.test(text)) return text
  throw new TypeError(`auth: ${JSON.stringify(text)} is not a token`)
}
