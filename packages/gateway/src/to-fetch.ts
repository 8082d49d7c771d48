import { checkSource, isFile } from './body-source.ts'
import { checkResponse } from './check-response.ts'
import type { Application, Client } from './context.ts'
import { discardUnsent } from './discard.ts'
import { errorReply } from './error-reply.ts'
import { FetchIncoming } from './fetch-incoming.ts'
import { FetchLifetime } from './fetch-lifetime.ts'
import { fileReply } from './file-reply.ts'
import { GatewayContext } from './gateway-context.ts'
import { headOf, lengthOf } from './head.ts'
import type { Incoming } from './incoming.ts'
import { bodyInit } from './reply.ts'
import { bodyOf, fieldsOfResponse, isReply } from './response.ts'

/** A Fetch handler: what `Deno.serve`, `Bun.serve`, Workers and Hono call. */
export type FetchHandler = (request: Request, ...platform: unknown[]) => Response | Promise<Response>

/** What a Fetch server knows besides the request. */
export interface ToFetchOptions {
  /** Who asked, from what the platform hands to the handler: `(request, server) => ({ address: server.requestIP(request).address })`. Default: unknown. */
  client?: (request: Request, ...platform: unknown[]) => Client
  /** Where `context.log` and errors go. Default: `console.error`. */
  log?: (line: string) => void
}

/**
 * An application as a Fetch handler; it always answers with a genuine `Response`, and never throws.
 * @throws {TypeError} when it is not a function.
 */
export function toFetch(app: Application, options: ToFetchOptions = {}): FetchHandler {
  if (typeof app !== 'function') throw new TypeError(`gateway: toFetch() takes an application, not ${typeof app}`)
  const { client, log = console.error } = options
  return async (request, ...platform) => {
    const lifetime = new FetchLifetime(request)
    try {
      const incoming = new FetchIncoming(request, platform, client?.(request, ...platform) ?? { address: '' }, log)
      const response = await app(new GatewayContext(incoming, lifetime))
      // A switch of protocols is the platform's own affair.
      if (response?.status === 101) return response
      return lifetime.track(await genuine(response, incoming))
    } catch (error) {
      const { response, line } = errorReply(error, { method: request.method, path: new URL(request.url).pathname })
      if (line !== undefined) log(line)
      // A platform's own `Response` may know no replies (node-server's, Deno's).
      const { status, statusText } = response
      return lifetime.track(new Response(await response.text(), { status, statusText, headers: pairsOf(fieldsOfResponse(response)) }))
    }
  }
}

async function genuine(response: Response, incoming: Incoming): Promise<Response> {
  checkResponse(response)
  if (response instanceof Response && !isReply(response)) return response
  const source = checkSource(bodyOf(response))
  if (isFile(source)) return genuine(await fileReply(response, source, incoming), incoming)
  const { status, statusText, fields, hasBody } = headOf(response, lengthOf(source), incoming.method)
  if (!hasBody) discardUnsent(response)
  return new Response(hasBody ? bodyInit(source) : null, initOf(status, statusText, fields))
}

// Workers would compress a body that says it is compressed, unless they are told that it is (`encodeBody`).
function initOf(status: number, statusText: string, fields: readonly string[]): ResponseInit & { encodeBody?: 'manual' } {
  const init = { status, statusText, headers: pairsOf(fields) }
  return fields.includes('content-encoding') ? { ...init, encodeBody: 'manual' } : init
}

function pairsOf(fields: readonly string[]): [string, string][] {
  const pairs: [string, string][] = []
  for (let index = 0; index < fields.length; index += 2) pairs.push([fields[index] ?? '', fields[index + 1] ?? ''])
  return pairs
}
