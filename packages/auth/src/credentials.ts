import type { Context } from '@gangway/gateway'

/** What is longer is refused unread: a token has a tenth of it. */
export const longestCredentials = 16384

const token68 = /^[A-Za-z0-9\-._~+/]+=*$/

/** What stands behind the scheme's name in `Authorization`; null where the request has no credentials of this scheme. */
export function credentialsFor(scheme: string, { headers }: Context): string | null {
  const field = headers.get('authorization')
  if (field === null || field.length < scheme.length || field.slice(0, scheme.length).toLowerCase() !== scheme.toLowerCase()) return null
  const rest = field.slice(scheme.length)
  if (rest === '' || rest.startsWith(' ')) return rest.replace(/^ +/, '')
  // A longer name is another scheme; anything else, such as a tab, is a mistake in the credentials of this one.
  return /^[!#$%&'*+\-.^_`|~0-9A-Za-z]/.test(rest) ? null : rest
}

/** Whether credentials are one token68 (RFC 9110 §11.2), and not too long. */
export function isToken68(credentials: string): boolean {
  return credentials.length <= longestCredentials && token68.test(credentials)
}
