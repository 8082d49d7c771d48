import type { Capabilities, Client, Completion, Context, ContextChanges, GatewayInfo, Tls } from './context.ts'
import { derivedIncoming, hrefOf } from './derived-incoming.ts'
import { describe } from './describe.ts'
import { GatewayError } from './gateway-error.ts'
import { interimFields } from './head.ts'
import { HeaderList, type HeaderInit, type ReadonlyHeaders } from './header-list.ts'
import type { Incoming } from './incoming.ts'
import { inspectAs } from './inspect-as.ts'
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
    incoming.sendInformational(status, interimFields(headers))
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
    const derived = new GatewayContext(derivedIncoming(this, this.#incoming, changes), lifetime)
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

inspectAs(GatewayContext.prototype, 'Context', (context) => Object.assign(context.toJSON(), context))

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
