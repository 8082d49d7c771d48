// https://www.rfc-editor.org/rfc/rfc3875 §5, §6
import { statusTextOf } from '@gangway/gateway'
import { encodeCgiHead, encodeNphHead } from '@gangway/wire'

/** What a head is made from. */
export interface HeadInit {
  readonly status: number
  /** Default: that of the status. */
  readonly statusText?: string
  readonly fields: readonly string[]
}

/** The head for a server that makes the client's head of it, as latin1. */
export function parsedHead({ status, statusText, fields }: HeadInit): string {
  const sent = status === 200 ? withoutLocation(fields) : fields
  return encodeCgiHead({ status, statusText: statusText || statusTextOf(status), fields: sent })
}

/** The head for a server that hands it to the client as it is, as latin1. */
export function nonParsedHead({ status, statusText, fields }: HeadInit, isChunked = false): string {
  const framing = isChunked ? ['transfer-encoding', 'chunked', 'connection', 'close'] : ['connection', 'close']
  return encodeNphHead({ status, statusText: statusText || statusTextOf(status), fields: [...dated(fields), ...framing] })
}

// Servers make a redirect of a Location without a status of its own, and Apache of any with 200; HTTP has no meaning for it there (§6.3.2).
function withoutLocation(fields: readonly string[]): readonly string[] {
  return fields.filter((_, index) => fields[index - (index % 2)] !== 'location')
}

// RFC 9110 §6.6.1
function dated(fields: readonly string[]): readonly string[] {
  const isDated = fields.some((name, index) => index % 2 === 0 && name === 'date')
  return isDated ? fields : ['date', new Date().toUTCString(), ...fields]
}
