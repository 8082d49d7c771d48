// https://www.rfc-editor.org/rfc/rfc3875 §4.1.14, §4.1.15
import { isAuthority } from '@gangway/gateway'
import { badRequest } from './bad-request.ts'
import { variable } from './variable.ts'

/**
 * The authority of a request without a Host field: SERVER_NAME and SERVER_PORT.
 * @throws {GatewayError} `ERR_BAD_REQUEST` when they are not a host and a port.
 */
export function serverAuthority(pairs: readonly string[], scheme: 'http' | 'https'): string {
  const port = variable(pairs, 'SERVER_PORT') ?? ''
  const isDefault = port === '' || port === '0' || port === (scheme === 'https' ? '443' : '80')
  const host = serverName(pairs)
  const authority = isDefault ? host : `${host}:${port}`
  if (!isAuthority(authority)) throw badRequest('SERVER_NAME with SERVER_PORT', authority, 'a host and a port')
  return authority
}

/** Whether a host is nginx's word for no host: its first server_name is often `_`, a wildcard or a regular expression. */
export function isPlaceholder(host: string): boolean {
  return host === '' || host === '_' || host.startsWith('~') || host.startsWith('*') || host.startsWith('.')
}

function serverName(pairs: readonly string[]): string {
  const name = bracketed(variable(pairs, 'SERVER_NAME') ?? '')
  if (!isPlaceholder(name)) return name
  const address = bracketed(variable(pairs, 'SERVER_ADDR') ?? '')
  return address !== '' && isAuthority(address) ? address : 'localhost'
}

function bracketed(host: string): string {
  return /^[^[].*:.*:|^::/.test(host) ? `[${host}]` : host
}
