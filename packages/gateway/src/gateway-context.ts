import type { Capabilities, Client, Completion, Context, ContextChanges, GatewayInfo, Tls } from './context.ts'
import { describe } from './describe.ts'
import { GatewayError } from './gateway-error.ts'
import { fieldsOf, HeaderList, type HeaderInit, type ReadonlyHeaders } from './header-list.ts'
import type { Incoming } from './incoming.ts'
import { SharedBody, type RequestBody } from './request-body.ts'

/** What a context needs to know of the exchange it belongs to. */
export interface Lifetime {
  readonly signal: AbortSignal
  readonly completed: Promise<Completion>
  /** Whether the response's head has left. */
  readonly began: boolean
}

// https://fetch.spec.whatwg.org/#forbidden-method
const forbidden = /^(?:connect|trace|track)$/i

/** The context over what a gateway knows: nothing is made before it is asked for. */
export class GatewayContext implements Context {
  readonly #incoming: Incoming
  readonly #lifetime: Lifetime
  #url: URL | undefined
  #headers: ReadonlyHeaders | undefined
  #body: SharedBody | null | undefined
  #request: Request | undefined
  #trailers: Promise<ReadonlyHeaders> | undefined

  constructor(incoming: Incoming, lifetime: Lifetime) {
    this.#incoming = incoming
    this.#lifetime = lifetime
  }

  get method(): string {
    return this.#incoming.method
  }

  get url(): URL {
    return (this.#url ??= new URL(hrefOf(this.#incoming)))
  }

  get mount(): string {
    return this.#incoming.mount
  }

  get path(): string {
    return this.#incoming.path
  }

  get query(): string {
    return this.#incoming.query
  }

  get target(): string {
    return this.#incoming.target
  }

  get headers(): ReadonlyHeaders {
    return (this.#headers ??= HeaderList.over(this.#incoming.fields, true))
  }

  get body(): RequestBody | null {
    return this.#sharedBody()
  }

  get request(): Request {
    return (this.#request ??= this.#incoming.request ?? this.#makeRequest())
  }

  get signal(): AbortSignal {
    return this.#lifetime.signal
  }

  get client(): Client {
    return this.#incoming.client
  }

  get tls(): Tls | null {
    return this.#incoming.tls
  }

  get gateway(): GatewayInfo {
    return this.#incoming.gateway
  }

  get can(): Capabilities {
    return this.#incoming.can
  }

  get trailers(): Promise<ReadonlyHeaders> {
    return (this.#trailers ??= trailersOf(this.#incoming))
  }

  get completed(): Promise<Completion> {
    return this.#lifetime.completed
  }

  sendInformational(status: number, headers: HeaderInit = {}): void {
    if (!Number.isInteger(status) || status < 102 || status > 199)
      throw new RangeError(`gateway: ${status} is not an interim status of 102 to 199`)
    const incoming = this.#incoming
    if (!incoming.can.informational || !incoming.sendInformational) {
      throw new DOMException(`gateway: ${incoming.gateway.protocol} cannot send interim responses`, 'NotSupportedError')
    }
    if (this.#lifetime.began) throw new DOMException('gateway: the response has begun', 'InvalidStateError')
    incoming.sendInformational(status, fieldsOf(new HeaderList(headers)))
  }

  waitUntil(promise: PromiseLike<unknown>): void {
    const settled = Promise.resolve(promise).then(
      () => undefined,
      (error: unknown) => this.log(error),
    )
    this.#incoming.waitUntil(settled)
  }

  log(message: unknown): void {
    this.#incoming.log(describe(message))
  }

  with(changes: ContextChanges): this {
    const signal = changes.signal ?? changes.request?.signal
    const lifetime = signal ? withSignal(this.#lifetime, signal) : this.#lifetime
    const derived = new GatewayContext(changed(this.#incoming, this.#sharedBody(), changes), lifetime)
    // What middleware added are own properties; everything else of a context is private or a getter.
    return Object.assign(derived, this)
  }

  toJSON(): object {
    return { method: this.method, url: hrefOf(this.#incoming), headers: Object.fromEntries(this.headers) }
  }

  #sharedBody(): SharedBody | null {
    if (this.#body !== undefined) return this.#body
    const { body } = this.#incoming
    this.#body = body === null || body instanceof SharedBody ? body : new SharedBody(body)
    return this.#body
  }

  #makeRequest(): Request {
    const { method } = this
    if (forbidden.test(method)) throw new GatewayError('ERR_METHOD_NOT_SUPPORTED', `gateway: a Request cannot have the method ${method}`)
    const init = { method, headers: [...this.headers], signal: this.signal }
    const body = method === 'GET' || method === 'HEAD' ? null : this.#sharedBody()
    if (!body) return new Request(this.url, init)
    return body.carriedBy((stream) => new Request(this.url, { ...init, body: stream, duplex: 'half' }))
  }
}

function hrefOf({ scheme, authority, mount, path, query }: Incoming): string {
  return `${scheme}://${authority}${mount}${path}${query === '' ? '' : `?${query}`}`
}

async function trailersOf(incoming: Incoming): Promise<ReadonlyHeaders> {
  return HeaderList.over((await incoming.trailers) ?? [], true)
}

function withSignal(lifetime: Lifetime, signal: AbortSignal): Lifetime {
  return {
    signal,
    get completed() {
      return lifetime.completed
    },
    get began() {
      return lifetime.began
    },
  }
}

function changed(incoming: Incoming, body: SharedBody | null, changes: ContextChanges): Incoming {
  const { request } = changes
  const location = changes.url ?? request?.url
  const parts = location === undefined ? incoming : partsOfUrl(new URL(location), incoming.mount)
  const derived: Incoming = {
    ...boundTo(incoming),
    scheme: parts.scheme,
    authority: parts.authority,
    method: changes.method ?? request?.method ?? incoming.method,
    target: incoming.target,
    mount: changes.mount ?? parts.mount,
    path: changes.path ?? parts.path,
    query: changes.query ?? parts.query,
    fields: fieldsFrom(changes.headers ?? request?.headers) ?? incoming.fields,
    body: changes.body !== undefined ? changes.body : request ? SharedBody.of(request) : body,
    client: changes.client ?? incoming.client,
    tls: changes.tls === undefined ? incoming.tls : changes.tls,
    gateway: incoming.gateway,
    can: incoming.can,
    ...(request ? { request } : {}),
  }
  checkPaths(derived)
  return derived
}

function boundTo(incoming: Incoming): Pick<Incoming, 'log' | 'waitUntil' | 'sendInformational' | 'sendfile' | 'trailers'> {
  return {
    log: (line) => incoming.log(line),
    waitUntil: (promise) => incoming.waitUntil(promise),
    ...(incoming.sendInformational && { sendInformational: incoming.sendInformational.bind(incoming) }),
    ...(incoming.sendfile && { sendfile: incoming.sendfile.bind(incoming) }),
    ...(incoming.trailers && { trailers: incoming.trailers }),
  }
}

function partsOfUrl(url: URL, mount: string): Pick<Incoming, 'scheme' | 'authority' | 'mount' | 'path' | 'query'> {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new TypeError(`gateway: ${url.href} is not an http or https URL`)
  const { pathname } = url
  const isMounted = pathname === mount || pathname.startsWith(`${mount}/`)
  return {
    scheme: url.protocol === 'https:' ? 'https' : 'http',
    authority: url.host,
    mount: isMounted ? mount : '',
    path: isMounted ? pathname.slice(mount.length) : pathname,
    query: url.search.slice(1),
  }
}

function fieldsFrom(headers: HeaderInit | undefined): readonly string[] | undefined {
  return headers && fieldsOf(new HeaderList(headers))
}

function checkPaths({ mount, path }: Incoming): void {
  if (mount !== '' && (!mount.startsWith('/') || mount.endsWith('/')))
    throw new TypeError("gateway: mount is '' or '/x', without a slash at its end")
  if (path !== '' && !path.startsWith('/')) throw new TypeError("gateway: path is '' or starts with a slash")
  if (mount === '' && path === '') throw new TypeError('gateway: mount and path are not both empty')
}
