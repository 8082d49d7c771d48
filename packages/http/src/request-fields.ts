// https://www.rfc-editor.org/rfc/rfc9112 §3.2, §6
import { GatewayError } from '@gangway/gateway'

/** What the fields of a request say about where it goes and how its body is framed. */
export interface Framing {
  readonly host: string | undefined
  readonly contentLength: number | undefined
  readonly transferEncoding: string | undefined
  /** Whether there are fields that concern the connection alone. */
  readonly hasHopByHop: boolean
}

// Proxy concerns nobody, but would pass for HTTP_PROXY where an application hands its fields to a program (httpoxy).
const hopByHop = new Set(['connection', 'keep-alive', 'proxy', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'])
const hopByHopLengths = new Set([2, 5, 7, 10, 16, 17])

/**
 * Reads the framing from raw fields: name, value, name, value.
 * @throws {GatewayError} `ERR_BAD_REQUEST` when there is more than one Host.
 */
export function framingOf(fields: readonly string[]): Framing {
  let host: string | undefined
  let contentLength: number | undefined
  let transferEncoding: string | undefined
  let hasHopByHop = false
  for (let index = 0; index < fields.length; index += 2) {
    const name = fields[index] ?? ''
    const value = fields[index + 1] ?? ''
    // A glance at the length spares most names the comparison.
    if (name.length === 4) {
      if (!isNamed(name, 'host')) continue
      if (host !== undefined) throw new GatewayError('ERR_BAD_REQUEST', 'http: the request has more than one Host')
      host = value
    } else if (name.length === 14) {
      if (isNamed(name, 'content-length')) contentLength = Number(value)
    } else if (hopByHopLengths.has(name.length) && hopByHop.has(name.toLowerCase())) {
      hasHopByHop = true
      if (name.length === 17) transferEncoding = transferEncoding === undefined ? value : `${transferEncoding}, ${value}`
    }
  }
  return { host, contentLength, transferEncoding, hasHopByHop }
}

/** The fields without those that concern the connection alone; those that Connection names stay, or a client could hide any. */
export function withoutHopByHop(fields: readonly string[]): readonly string[] {
  return fields.filter((_, index) => !hopByHop.has((fields[index - (index % 2)] ?? '').toLowerCase()))
}

/** The fields with another Host: RFC 9112 §3.2.2 lets the authority of the target replace it. */
export function withHost(fields: readonly string[], host: string): readonly string[] {
  const others = fields.filter((_, index) => !isNamed(fields[index - (index % 2)] ?? '', 'host'))
  return ['host', host, ...others]
}

function isNamed(name: string, lowerCase: string): boolean {
  return name === lowerCase || name.toLowerCase() === lowerCase
}
