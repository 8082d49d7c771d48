import { json, type Context } from '@gangway/gateway'
import { Buffer } from 'node:buffer'

/** What an application saw of a request, as `describeContext` tells it. */
export interface DescribedContext {
  readonly method: string
  readonly url: string
  readonly mount: string
  readonly path: string
  readonly query: string
  readonly target: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** latin1; `null` where `context.body` is. */
  readonly body: string | null
  readonly client: string
  readonly protocol: string
  readonly version: string
  readonly encrypted: boolean
  readonly can: { readonly informational: boolean; readonly trailers: boolean; readonly fullDuplex: boolean }
}

/** The application of the cases about requests: it answers with what it saw. */
export async function describeContext(context: Context): Promise<Response> {
  const { method, mount, path, query, target, client, gateway, tls } = context
  const { informational, trailers, fullDuplex } = context.can
  const described: DescribedContext = {
    method,
    url: context.url.href,
    mount,
    path,
    query,
    target,
    headers: [...context.headers],
    body: context.body && Buffer.from(await context.body.bytes()).toString('latin1'),
    client: client.address,
    protocol: gateway.protocol,
    version: gateway.version,
    encrypted: tls !== null,
    can: { informational, trailers, fullDuplex },
  }
  return json(described)
}
