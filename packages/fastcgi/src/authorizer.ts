// https://fast-cgi.github.io/spec §6.3
import { empty } from '@gangway/gateway'

const prefix = 'variable-'

/**
 * The answer of an application in the authorizer role that lets the request pass. The web server sets the variables for
 * what comes after, in UTF-8: `allow({ REMOTE_USER: 'ada' })`. Over HTTP, for nginx's `auth_request`, they are fields such as `variable-remote_user`. Any response with another status refuses, and is sent to the client.
 * @throws {TypeError} when a name cannot be part of a field name, or a value has CR, LF or NUL.
 */
export function allow(variables: Readonly<Record<string, string>> = {}): Response {
  const headers = Object.entries(variables).map(([name, value]): [string, string] => [prefix + name, asBytes(value)])
  return empty({ status: 200, headers })
}

/** Of a 200 only the variables matter; their names are upper case, as those of an environment. */
export function authorizerFields(status: number, fields: readonly string[]): readonly string[] {
  if (status !== 200) return fields
  return fields.flatMap((name, index) =>
    index % 2 === 0 && name.startsWith(prefix) ? [`Variable-${name.slice(prefix.length).toUpperCase()}`, fields[index + 1] ?? ''] : [],
  )
}

// Fields leave as latin1: each byte is a character here.
function asBytes(value: string): string {
  return Buffer.from(value).toString('latin1')
}
