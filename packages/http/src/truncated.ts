import { GatewayError } from '@gangway/gateway'

/** The client broke off within a body. */
export function truncated(): GatewayError {
  return new GatewayError('ERR_BODY_TRUNCATED', 'http: the client broke off before its request body was complete')
}
