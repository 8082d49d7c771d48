import { GatewayError } from '@gangway/gateway'

/** The error for a variable that no request can have. Its value is shortened and quoted, since it goes to a log. */
export function badRequest(name: string, value: string, expected: string): GatewayError {
  return new GatewayError('ERR_BAD_REQUEST', `cgi: ${name} is ${JSON.stringify(value.slice(0, 100))}, expected ${expected}`)
}
