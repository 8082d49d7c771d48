import { GatewayError } from '@gangway/gateway'

/** What a queue tells the connection that fills it. */
export interface BodyQueueEvents {
  /** The reader fell behind by more than the queue should hold. */
  full(): void
  /** The reader caught up, or will read no more. */
  drained(): void
}

const highWaterMark = 262_144

/** A stream of STDIN or DATA between the connection that pushes and the application that pulls. */
export class BodyQueue implements AsyncIterableIterator<Uint8Array, undefined> {
  readonly #events: BodyQueueEvents
  #expected: number | undefined
  readonly #limit: number
  readonly #chunks: Uint8Array[] = []
  #held = 0
  #received = 0
  #isFull = false
  #ended = false
  #discarding = false
  #failure: GatewayError | undefined
  #waiting: PromiseWithResolvers<IteratorResult<Uint8Array, undefined>> | undefined

  /** `limit` is the most bytes that are accepted. */
  constructor(events: BodyQueueEvents, limit: number) {
    this.#events = events
    this.#limit = limit
  }

  /** The length that was declared; without one the end mark alone decides. To be said before the first push. */
  expect(length: number | undefined): void {
    this.#expected = length
  }

  /** Whether the reader waits for the peer. */
  get isAwaited(): boolean {
    return this.#waiting !== undefined
  }

  push(chunk: Uint8Array): void {
    if (this.#ended || this.#failure) return
    // FCGI-25: what exceeds the declared length is cut
    const left = (this.#expected ?? Number.POSITIVE_INFINITY) - this.#received
    const taken = chunk.byteLength > left ? chunk.subarray(0, left) : chunk
    this.#received += taken.byteLength
    if (this.#received > this.#limit) {
      this.fail(new GatewayError('ERR_BODY_TOO_LARGE', `fastcgi: a request body of more than ${this.#limit} bytes`))
      return
    }
    if (this.#discarding || taken.byteLength === 0) return
    if (this.#waiting) this.#settle((waiting) => waiting.resolve({ done: false, value: taken }))
    else this.#hold(taken)
  }

  /** The end mark: a clean end if all that was declared has come. */
  end(): void {
    if (this.#ended || this.#failure) return
    if (this.#expected !== undefined && this.#received < this.#expected) {
      this.fail(
        new GatewayError('ERR_BODY_TRUNCATED', `fastcgi: the request body ended after ${this.#received} of ${this.#expected} bytes`),
      )
      return
    }
    this.#ended = true
    if (this.#held === 0) this.#settle((waiting) => waiting.resolve({ done: true, value: undefined }))
  }

  fail(error: GatewayError): void {
    if (this.#ended || this.#failure) return
    this.#failure = error
    this.#settle((waiting) => waiting.reject(error))
  }

  /** The reader will read no more: what is held and what is still to come is dropped. */
  discard(): void {
    this.#discarding = true
    this.#drop()
    this.#settle((waiting) => waiting.resolve({ done: true, value: undefined }))
  }

  /** The exchange is over: what came in full can still be read, anything else fails. */
  close(): void {
    if (this.#ended) return
    this.fail(new GatewayError('ERR_CLOSED', 'fastcgi: the request body was not read before the response was complete'))
    this.#drop()
  }

  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const chunk = this.#chunks.shift()
    if (chunk) {
      this.#held -= chunk.byteLength
      if (this.#held < highWaterMark / 2) this.#relieve()
      return Promise.resolve({ done: false, value: chunk })
    }
    if (this.#failure) return Promise.reject(this.#failure)
    if (this.#ended || this.#discarding) return Promise.resolve({ done: true, value: undefined })
    this.#waiting = Promise.withResolvers()
    return this.#waiting.promise
  }

  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.discard()
    return Promise.resolve({ done: true, value: undefined })
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  #drop(): void {
    this.#chunks.length = 0
    this.#held = 0
    this.#relieve()
  }

  #hold(chunk: Uint8Array): void {
    this.#chunks.push(chunk)
    this.#held += chunk.byteLength
    if (this.#held < highWaterMark || this.#isFull) return
    this.#isFull = true
    this.#events.full()
  }

  #relieve(): void {
    if (!this.#isFull) return
    this.#isFull = false
    this.#events.drained()
  }

  #settle(how: (waiting: PromiseWithResolvers<IteratorResult<Uint8Array, undefined>>) => void): void {
    if (!this.#waiting) return
    how(this.#waiting)
    this.#waiting = undefined
  }
}
