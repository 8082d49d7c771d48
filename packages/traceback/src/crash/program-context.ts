import { contextFor, type Context } from '@gangway/gateway'

/** The request of a CGI program (RFC 3875 §4.1), as far as its variables make one; `undefined` where this process is none, or they make no sense. */
export function programContext(variables: NodeJS.ProcessEnv = globalThis.process.env): Context | undefined {
  const { REQUEST_METHOD, GATEWAY_INTERFACE, REMOTE_ADDR = '', HTTP_HOST, SERVER_SOFTWARE = '' } = variables
  if (REQUEST_METHOD === undefined || !GATEWAY_INTERFACE?.startsWith('CGI/')) return undefined
  try {
    const headers = Object.entries(variables).flatMap(([name, value]): [string, string][] =>
      name.startsWith('HTTP_') && value !== undefined ? [[name.slice(5).toLowerCase().replaceAll('_', '-'), value]] : [],
    )
    return contextFor(REQUEST_METHOD, targetOf(variables), {
      headers: HTTP_HOST === undefined ? [] : headers,
      client: { address: REMOTE_ADDR },
      gateway: {
        protocol: 'cgi',
        version: GATEWAY_INTERFACE.slice(4),
        software: SERVER_SOFTWARE,
        runOnce: true,
        variables: definedOf(variables),
      },
    })
  } catch {
    return undefined // nothing that could be shown as a request
  }
}

function targetOf({ REQUEST_URI, SCRIPT_NAME = '', PATH_INFO = '', QUERY_STRING = '' }: NodeJS.ProcessEnv): string {
  return REQUEST_URI ?? `${encodeURI(SCRIPT_NAME + PATH_INFO) || '/'}${QUERY_STRING === '' ? '' : `?${QUERY_STRING}`}`
}

function definedOf(variables: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const defined: Record<string, string> = Object.create(null)
  for (const [name, value] of Object.entries(variables)) if (value !== undefined) defined[name] = value
  return defined
}
