import { checkResponse } from './check-response.ts'
import type { Application, Capabilities, Client, Completion, Context, GatewayInfo } from './context.ts'
import { errorReply } from './error-reply.ts'
import { fileReply } from './file-reply.ts'
import { GatewayContext, type Lifetime } from './gateway-context.ts'
import { fieldsOf } from './header-list.ts'
import type { Incoming } from './incoming.ts'
import { SharedBody } from './request-body.ts'
import { Reply } from './reply.ts'
import { bodyOf, fieldsOfResponse } from './response.ts'

/** A Fetch handler: what `Deno.serve`, `Bun.serve`, Workers and Hono call. */
export type FetchHandler = (request: Request, ...platform: unknown[]) => Response | Promise<Response>

/** What a Fetch server knows besides the request. */
export interface ToFetchOptions {
  /** Who asked, from what the platform hands to the handler: `(request, server) => ({ address: server.requestIP(request).address })`. Default: unknown. */
  client?: (request: Request, ...platform: unknown[]) => Client
  /** Where `context.log` and errors go. Default: `console.error`. */
  log?: (line: string) => void
}

/** A plain Fetch handler as an application; it gets the genuine request, and the context as a second argument. */
export function fromFetch(handler: (request: Request, context: Context) => Response | Promise<Response>): Application {
  if (typeof handler !== 'function') throw new TypeError(`gateway: fromFetch() takes a function, not ${typeof handler}`)
  return (context) => handler(context.request, context)
}

/** An application as a Fetch handler; it always answers with a genuine `Response`, and never throws. */
export function toFetch(app: Application, options: ToFetchOptions = {}): FetchHandler {
  if (typeof app !== 'function') throw new TypeError(`gateway: toFetch() takes an application, not ${typeof app}`)
  const { client, log = console.error } = options
  return async (request, ...platform) => {
    const incoming = incomingOf(request, platform, client?.(request, ...platform) ?? { address: '' }, log)
    const lifetime = new FetchLifetime(request)
    try {
      const response = await app(new GatewayContext(incoming, lifetime))
      checkResponse(response)
      return lifetime.track(await genuine(response, incoming))
    } catch (error) {
      const { response, line } = errorReply(error, incoming)
      if (line !== undefined) log(line)
      return lifetime.track(await genuine(response, incoming))
    }
  }
}

const can: Capabilities = { informational: false, trailers: false, upgrade: false, sendfile: false, fullDuplex: false }
const gateway: GatewayInfo = {
  protocol: 'fetch',
  version: '1.1',
  software: '',
  multiprocess: true,
  runOnce: false,
  variables: Object.create(null),
}

function incomingOf(request: Request, platform: unknown[], client: Client, log: (line: string) => void): Incoming {
  const url = new URL(request.url)
  return {
    method: request.method,
    target: url.pathname + url.search,
    scheme: url.protocol === 'https:' ? 'https' : 'http',
    authority: url.host,
    mount: '',
    path: url.pathname,
    query: url.search.slice(1),
    fields: fieldsOf(request.headers),
    body: SharedBody.of(request),
    request,
    client,
    tls: null,
    gateway,
    can,
    log,
    waitUntil: (promise) => platform.find(canWait)?.waitUntil(promise),
  }
}

// Workers hand an execution context, Deno and Bun keep running anyway.
function canWait(argument: unknown): argument is { waitUntil(promise: Promise<void>): void } {
  return typeof argument === 'object' && argument !== null && 'waitUntil' in argument && typeof argument.waitUntil === 'function'
}

async function genuine(response: Response, incoming: Incoming): Promise<Response> {
  if (!(response instanceof Reply)) return response
  const source = bodyOf(response)
  if (typeof source === 'object' && source !== null && 'stat' in source)
    return genuine(await fileReply(response, source, incoming), incoming)
  const { status, statusText } = response
  const headers: [string, string][] = []
  const fields = fieldsOfResponse(response)
  for (let index = 0; index < fields.length; index += 2) headers.push([fields[index] ?? '', fields[index + 1] ?? ''])
  const body = typeof source === 'string' || source === null ? source : response.body
  return new Response(body, { status, statusText, headers })
}

class FetchLifetime implements Lifetime {
  readonly #request: Request
  readonly #started = performance.now()
  readonly #completed = Promise.withResolvers<Completion>()
  #watched = false
  #began = false

  constructor(request: Request) {
    this.#request = request
  }

  get signal(): AbortSignal {
    return this.#request.signal
  }

  get completed(): Promise<Completion> {
    this.#watched = true
    return this.#completed.promise
  }

  get began(): boolean {
    return this.#began
  }

  /** Counts the body where somebody waits for the end; the platform tells of no other way. */
  track(response: Response): Response {
    this.#began = true
    if (!this.#watched || !response.body) {
      this.#complete('sent', 0)
      return response
    }
    return new Response(this.#counted(response.body), response)
  }

  #counted(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    const reader = body.getReader()
    let bytes = 0
    return new ReadableStream({
      pull: async (controller) => {
        const { done, value } = await reader.read().catch((error: unknown) => {
          this.#complete('failed', bytes)
          throw error
        })
        if (done) {
          this.#complete('sent', bytes)
          controller.close()
        } else {
          bytes += value.byteLength
          controller.enqueue(value)
        }
      },
      cancel: (reason) => {
        this.#complete('aborted', bytes)
        return reader.cancel(reason)
      },
    })
  }

  #complete(outcome: Completion['outcome'], bytes: number): void {
    this.#completed.resolve({ outcome, bytes, milliseconds: performance.now() - this.#started })
  }
}
