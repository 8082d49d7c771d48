// https://fast-cgi.github.io/spec §6.4
import { GatewayError, type GatewayInfo } from '@gangway/gateway'

/** The file that the web server wants filtered: its bytes come as DATA. */
export function filteredFile(pairs: readonly string[], stream: AsyncIterable<Uint8Array>): NonNullable<GatewayInfo['data']> {
  return { stream, length: dataLengthOf(pairs), lastModified: numberOf(pairs, 'FCGI_DATA_LAST_MOD') }
}

/**
 * FCGI_DATA_LENGTH, in bytes.
 * @throws {GatewayError} `ERR_BAD_REQUEST` when it is no number.
 */
export function dataLengthOf(pairs: readonly string[]): number {
  return numberOf(pairs, 'FCGI_DATA_LENGTH')
}

function numberOf(pairs: readonly string[], name: string): number {
  const value = pairs[pairs.findIndex((text, index) => index % 2 === 0 && text === name) + 1] ?? ''
  if (/^\d{1,15}$/.test(value)) return Number(value)
  throw new GatewayError('ERR_BAD_REQUEST', `fastcgi: ${name} is no number, as the filter role needs it (FastCGI §6.4)`)
}
