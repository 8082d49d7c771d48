import type { Capabilities, Client, Completion, Context, GatewayInfo, Tls } from './context.ts'
import { GatewayContext } from './gateway-context.ts'
import { fieldsOf, HeaderList, type HeaderInit } from './header-list.ts'
import type { Incoming } from './incoming.ts'
import { parseTarget } from './target.ts'

/** What a test's request has besides method and URL. */
export interface ContextForInit {
  headers?: HeaderInit
  body?: string | Uint8Array | AsyncIterable<Uint8Array> | null
  /** The consumed prefix; it must be a prefix of the URL's path. Default: `''`. */
  mount?: string
  client?: Client
  tls?: Tls | null
  gateway?: Partial<GatewayInfo>
  can?: Partial<Capabilities>
  signal?: AbortSignal
  /** Default: never settles. */
  completed?: Promise<Completion>
  /** Gets each line that is logged. Default: `console.error`. */
  log?: (line: string) => void
  /** Gets each promise handed to `waitUntil`. */
  waitUntil?: (promise: Promise<void>) => void
  /** Gets each interim response; `can.informational` is true when it is given. */
  sendInformational?: (status: number, fields: readonly string[]) => void
}

/** A context without a server, for tests: `app(contextFor('GET', '/pages?q=1'))`. A relative URL is on `http://localhost`. */
export function contextFor(method: string, url: string | URL, init: ContextForInit = {}): Context {
  return new GatewayContext(incomingFor(method, url, init), {
    signal: init.signal ?? new AbortController().signal,
    completed: init.completed ?? new Promise(() => {}),
    began: false,
  })
}

function incomingFor(method: string, url: string | URL, init: ContextForInit): Incoming {
  const { mount = '', sendInformational, log = console.error } = init
  const target = String(url)
  const at = new URL(target, 'http://localhost')
  const { path, query } = parseTarget(method, target.startsWith('/') ? target : at.pathname + at.search)
  if (!path.startsWith(mount)) throw new TypeError(`gateway: the path ${path} does not start with the mount ${mount}`)
  const body = bodyFor(init.body ?? null)
  return {
    method,
    target,
    scheme: at.protocol === 'https:' ? 'https' : 'http',
    authority: at.host,
    mount,
    path: path.slice(mount.length),
    query,
    fields: fieldsFor(init, at.host),
    body,
    client: init.client ?? { address: '127.0.0.1' },
    tls: init.tls ?? null,
    gateway: {
      protocol: 'fetch',
      version: '1.1',
      software: '',
      multiprocess: false,
      runOnce: false,
      variables: Object.create(null),
      ...init.gateway,
    },
    can: {
      informational: sendInformational !== undefined,
      trailers: false,
      upgrade: false,
      sendfile: false,
      fullDuplex: false,
      ...init.can,
    },
    log,
    waitUntil: init.waitUntil ?? (() => {}),
    ...(sendInformational && { sendInformational }),
  }
}

function fieldsFor({ headers, body }: ContextForInit, host: string): readonly string[] {
  const list = new HeaderList(headers)
  if (!list.has('host')) list.set('host', host)
  if (typeof body === 'string' && !list.has('content-length')) list.set('content-length', String(new TextEncoder().encode(body).byteLength))
  if (body instanceof Uint8Array && !list.has('content-length')) list.set('content-length', String(body.byteLength))
  return fieldsOf(list)
}

function bodyFor(body: string | Uint8Array | AsyncIterable<Uint8Array> | null): AsyncIterable<Uint8Array> | null {
  if (body === null) return null
  if (typeof body === 'object' && Symbol.asyncIterator in body) return body
  return (async function* () {
    yield typeof body === 'string' ? new TextEncoder().encode(body) : body
  })()
}
