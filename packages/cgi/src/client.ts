// https://www.rfc-editor.org/rfc/rfc3875 §4.1.1, §4.1.8 to §4.1.11
import type { Client } from '@gangway/gateway'
import { variable } from './variable.ts'

const addressForm = /^[\da-f.:]+(?:%[\w.-]+)?$/i

/** Who asked. */
export function clientOf(pairs: readonly string[]): Client {
  const address = addressFrom(variable(pairs, 'REMOTE_ADDR') ?? '')
  const port = variable(pairs, 'REMOTE_PORT') ?? ''
  const host = variable(pairs, 'REMOTE_HOST')
  const user = variable(pairs, 'REMOTE_USER') || variable(pairs, 'REDIRECT_REMOTE_USER')
  const authType = variable(pairs, 'AUTH_TYPE') || variable(pairs, 'REDIRECT_AUTH_TYPE')
  return {
    address,
    ...(/^\d{1,5}$/.test(port) && port !== '0' && { port: Number(port) }),
    ...(host && host !== address && { host }),
    ...(user && { user }),
    ...(authType && { authType }),
  }
}

// nginx says `unix:` for a client at a unix socket; a socket of both families shows IPv4 as ::ffff:192.0.2.1
function addressFrom(text: string): string {
  const address = text.replace(/^\[(.*)\]$/, '$1').replace(/^::ffff:(?=[\d.]+$)/i, '')
  return addressForm.test(address) ? address : ''
}
