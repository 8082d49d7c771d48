import { GatewayError } from '@gangway/gateway'

/** The transport that fills a queue. */
export interface BodyTransport {
  /** The reader waits for a chunk. */
  wanted(): void
  /** It has one, or the end. */
  satisfied(): void
}

type Read = IteratorResult<Uint8Array, undefined>

/** The body of a request between the transport that brings it and the application that reads it. */
export class BodyQueue implements AsyncIterableIterator<Uint8Array, undefined> {
  readonly #transport: BodyTransport
  readonly #limit: number
  readonly #chunks: Uint8Array[] = []
  #received = 0
  #ended = false
  #begun = false
  #left = false
  #failure: GatewayError | undefined
  #waiting: PromiseWithResolvers<Read> | undefined
  #whenOver: PromiseWithResolvers<boolean> | undefined

  /** `limit` is the most bytes that are accepted. */
  constructor(transport: BodyTransport, limit: number) {
    this.#transport = transport
    this.#limit = limit
  }

  /** Whether somebody reads it, or has read it. */
  get begun(): boolean {
    return this.#begun
  }

  /** Settles once nothing more will come, with whether it came to its end. */
  get over(): Promise<boolean> {
    if (this.#ended || this.#failure) return Promise.resolve(this.#ended)
    return (this.#whenOver ??= Promise.withResolvers<boolean>()).promise
  }

  /** Takes a chunk and says whether more is welcome now. */
  push(chunk: Uint8Array): boolean {
    if (this.#failure || this.#ended) return true
    this.#received += chunk.byteLength
    if (this.#received > this.#limit) {
      this.fail(new GatewayError('ERR_BODY_TOO_LARGE', `http: the request body has more than ${this.#limit} bytes`))
      return true
    }
    if (this.#waiting) return this.#settle({ done: false, value: chunk })
    if (!this.#left) this.#chunks.push(chunk)
    return false
  }

  /** The end of the body, as the transport marks it. */
  end(): void {
    if (this.#failure || this.#ended) return
    this.#ended = true
    if (this.#waiting) this.#settle({ done: true, value: undefined })
    this.#whenOver?.resolve(true)
  }

  fail(error: GatewayError): void {
    if (this.#failure || this.#ended) return
    this.#failure = error
    this.#chunks.length = 0
    this.#transport.satisfied()
    this.#waiting?.reject(error)
    this.#waiting = undefined
    this.#whenOver?.resolve(false)
  }

  /** The exchange is over: what came in full can still be read, anything else fails. */
  close(): void {
    // An error costs 4 µs, and most bodies have ended.
    if (this.#failure || this.#ended) return
    this.fail(new GatewayError('ERR_CLOSED', 'http: the request body was not read before the response was complete'))
  }

  next(): Promise<Read> {
    const chunk = this.#chunks.shift()
    if (chunk) return Promise.resolve({ done: false, value: chunk })
    if (this.#failure) return Promise.reject(this.#failure)
    if (this.#ended || this.#left) return Promise.resolve({ done: true, value: undefined })
    if (this.#waiting) return this.#waiting.promise.then(() => this.next())
    this.#waiting = Promise.withResolvers<Read>()
    this.#transport.wanted()
    return this.#waiting.promise
  }

  /** The reader wants no more. */
  return(): Promise<Read> {
    this.#left = true
    this.#chunks.length = 0
    if (this.#waiting) this.#settle({ done: true, value: undefined })
    return Promise.resolve({ done: true, value: undefined })
  }

  [Symbol.asyncIterator](): this {
    this.#begun = true
    return this
  }

  #settle(read: Read): true {
    const waiting = this.#waiting
    this.#waiting = undefined
    this.#transport.satisfied()
    waiting?.resolve(read)
    return true
  }
}
