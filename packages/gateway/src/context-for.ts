import type { Capabilities, Client, Completion, Context, GatewayInfo, Tls } from './context.ts'
import { GatewayContext } from './gateway-context.ts'
import { lengthOf } from './head.ts'
import { fieldsOf, HeaderList, type HeaderInit } from './header-list.ts'
import type { Incoming } from './incoming.ts'
import { parseTarget } from './target.ts'

/** What a test's request has besides method and URL. */
export interface ContextForInit {
  /** Header fields. `host`, and `content-length` for a text or bytes, are added where they are missing. Default: none. */
  headers?: HeaderInit
  /** The body; text is sent as UTF-8. Default: none. */
  body?: string | Uint8Array | AsyncIterable<Uint8Array> | null
  /** The consumed prefix of the URL's path. Default: `''`. */
  mount?: string
  /** Who asks. Default: `127.0.0.1`. */
  client?: Client
  /** The client's TLS connection. Default: `null`. */
  tls?: Tls | null
  /** What differs from a Fetch server. Default: nothing. */
  gateway?: Partial<GatewayInfo>
  /** What the gateway can. Default: nothing but what the functions given here do. */
  can?: Partial<Capabilities>
  /** Fires when the client leaves. Default: never. */
  signal?: AbortSignal
  /** How the exchange ends. Default: never settles. */
  completed?: Promise<Completion>
  /** Gets each line that is logged. Default: `console.error`. */
  log?: (line: string) => void
  /** Gets each promise handed to `waitUntil`. Default: none do. */
  waitUntil?: (promise: Promise<void>) => void
  /** Gets each interim response; `can.informational` is true when it is given. Default: there are none. */
  sendInformational?: (status: number, fields: readonly string[]) => void
}

/**
 * A context without a server, for tests: `app(contextFor('GET', '/pages?q=1'))`. A relative URL is on the `host` that is given, else on `localhost`.
 * @throws {TypeError} when the URL is none, or its path is not below the mount.
 */
export function contextFor(method: string, url: string | URL, init: ContextForInit = {}): Context {
  return new GatewayContext(incomingFor(method, url, init), {
    signal: init.signal ?? new AbortController().signal,
    completed: init.completed ?? new Promise(() => {}),
    began: false,
  })
}

function incomingFor(method: string, url: string | URL, init: ContextForInit): Incoming {
  const { mount = '', sendInformational, log = console.error } = init
  const headers = new HeaderList(init.headers)
  const at = urlOf(String(url), headers.get('host') ?? 'localhost')
  const target = targetOf(String(url), at)
  const { path, query } = parseTarget(method, target)
  if (mount !== '' && (mount.endsWith('/') || !`${path}/`.startsWith(`${mount}/`)))
    throw new TypeError(`gateway: the path ${path} is not below the mount ${mount}`)
  const body = bodyFor(init.body ?? null)
  return {
    method,
    target,
    scheme: at.protocol === 'https:' ? 'https' : 'http',
    authority: at.host,
    mount,
    path: path.slice(mount.length),
    query,
    fields: fieldsFor(headers, init.body, at.host),
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

// Two slashes at the start are a path here, as in a request line.
function urlOf(url: string, host: string): URL {
  const origin = `http://${host}`
  if (url === '*') return new URL(origin)
  return url.startsWith('/') ? new URL(origin + url) : new URL(url, origin)
}

function targetOf(url: string, { pathname, search }: URL): string {
  return /^(?:\/[!"$-~]*|\*)$/.test(url) ? url : pathname + search
}

function fieldsFor(list: HeaderList, body: ContextForInit['body'], host: string): readonly string[] {
  if (!list.has('host')) list.set('host', host)
  const isWhole = typeof body === 'string' || body instanceof Uint8Array
  if (isWhole && !list.has('content-length')) list.set('content-length', String(lengthOf(body)))
  return fieldsOf(list)
}

function bodyFor(body: string | Uint8Array | AsyncIterable<Uint8Array> | null): AsyncIterable<Uint8Array> | null {
  if (body === null) return null
  if (typeof body === 'object' && Symbol.asyncIterator in body) return body
  return (async function* () {
    yield typeof body === 'string' ? new TextEncoder().encode(body) : body
  })()
}
