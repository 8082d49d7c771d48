import type { GatewayInfo } from '@gangway/gateway'
import { variablesFromPairs } from '@gangway/wire'
import type { Carrier } from './carrier.ts'
import { variable } from './variable.ts'

/** The gateway that carried a request; its `variables` are made when they are first asked for. */
export function gatewayInfo(pairs: readonly string[], carrier: Carrier): GatewayInfo {
  const { protocol, version, role, multiprocess, runOnce, data } = carrier
  const redirect = redirectOf(pairs)
  let variables: GatewayInfo['variables'] | undefined
  return {
    protocol,
    version,
    software: variable(pairs, 'SERVER_SOFTWARE') ?? '',
    multiprocess,
    runOnce,
    get variables() {
      return (variables ??= withoutDoubles(variablesFromPairs(pairs)))
    },
    ...(role && { role }),
    ...(redirect && { redirect }),
    ...(data && { data }),
  }
}

// nginx's own fastcgi_params have a REDIRECT_STATUS of 200 and nothing else.
function redirectOf(pairs: readonly string[]): GatewayInfo['redirect'] {
  const status = variable(pairs, 'REDIRECT_STATUS') ?? ''
  const url = variable(pairs, 'REDIRECT_URL') ?? ''
  if (url === '' && (status === '' || status === '200')) return undefined
  return { status: /^\d{3}$/.test(status) ? Number(status) : 200, url, query: variable(pairs, 'REDIRECT_QUERY_STRING') ?? '' }
}

// CONTENT_LENGTH and CONTENT_TYPE are what counts; servers that also send these may let a client choose them (CGI-16).
function withoutDoubles(variables: Record<string, string>): Record<string, string> {
  delete variables.HTTP_CONTENT_LENGTH
  delete variables.HTTP_CONTENT_TYPE
  return variables
}
