import { statusTextOf, type GatewayError, type Head } from '@gangway/gateway'

/** The response to a request that no application gets to see. */
export function refusalFor({ status }: GatewayError, method: string | undefined): { head: Head; body: string | null } {
  const text = `${statusTextOf(status)}\n`
  const fields = ['content-type', 'text/plain; charset=utf-8', 'content-length', String(text.length)]
  const hasBody = method !== 'HEAD'
  return { head: { status, statusText: '', fields, length: text.length, hasBody }, body: hasBody ? text : null }
}
