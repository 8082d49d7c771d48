import { checkSource, isFile, isWhole } from './body-source.ts'
import { checkResponse } from './check-response.ts'
import { Chunks } from './chunks.ts'
import { now } from './clock.ts'
import type { Application, Completion } from './context.ts'
import { describe } from './describe.ts'
import { discard, discardUnsent } from './discard.ts'
import { brokenLine, errorReply, isLeaving } from './error-reply.ts'
import { fileReply } from './file-reply.ts'
import { GatewayContext, type Lifetime } from './gateway-context.ts'
import { GatewayError } from './gateway-error.ts'
import { headOf, lengthOf, trailerFields, withLength } from './head.ts'
import type { HeaderInit } from './header-list.ts'
import type { Incoming } from './incoming.ts'
import type { Head, Outgoing } from './outgoing.ts'
import { concatenate } from './request-body.ts'
import { bodyOf, isReply, trailersOf } from './response.ts'
import { Transfer } from './transfer.ts'

/** Limits of one exchange. */
export interface ExchangeOptions {
  /** Milliseconds until the response's head; then the signal fires and the client gets 503. Default: `0`, none. */
  handlerTimeout?: number
}

/**
 * Carries one request through an application and its response to the peer: framing, truncation, failure and abort are
 * decided here, for every protocol. Nothing throws out of it.
 */
export function exchange(app: Application, incoming: Incoming, outgoing: Outgoing, options?: ExchangeOptions): Exchange {
  const made = new Exchange(incoming, outgoing)
  made.run(app, options?.handlerTimeout)
  return made
}

const largestHeldBody = 65536
const longestTimeout = 2 ** 31 - 1

/** One request and its response, under way. */
export class Exchange implements Lifetime {
  readonly #incoming: Incoming
  readonly #outgoing: Outgoing
  readonly #started = now()
  #controller: AbortController | undefined
  #abortReason: unknown
  #completion: Completion | undefined
  #whenCompleted: PromiseWithResolvers<Completion> | undefined
  #answered = false
  #hasHead = false
  #status: number | undefined
  #transfer: Transfer | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(incoming: Incoming, outgoing: Outgoing) {
    this.#incoming = incoming
    this.#outgoing = outgoing
  }

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController()
      if (this.#abortReason !== undefined) this.#controller.abort(this.#abortReason)
    }
    return this.#controller.signal
  }

  get completed(): Promise<Completion> {
    if (this.#completion) return Promise.resolve(this.#completion)
    return (this.#whenCompleted ??= Promise.withResolvers<Completion>()).promise
  }

  get began(): boolean {
    return this.#hasHead || this.done
  }

  /** Whether the response is sent, aborted or failed. */
  get done(): boolean {
    return this.#completion !== undefined
  }

  /** Whether the application has returned, thrown or settled its promise: nothing of it runs on but what streams. */
  get answered(): boolean {
    return this.#answered
  }

  run(app: Application, handlerTimeout = 0): void {
    if (handlerTimeout > 0 && handlerTimeout <= longestTimeout) this.#timer = setTimeout(() => this.#late(handlerTimeout), handlerTimeout)
    try {
      const result = app(new GatewayContext(this.#incoming, this))
      if (!isPromise(result)) this.#take(result)
      else
        Promise.resolve(result).then(
          (response) => this.#take(response),
          (error: unknown) => this.#refuse(error),
        )
    } catch (error) {
      this.#refuse(error)
    }
  }

  /** The peer left: the signal fires, the response's source is cancelled. Without effect once the exchange is done. */
  abort(cause?: unknown): void {
    if (this.done) return
    const reason = new DOMException('The client left before the response was complete', 'AbortError')
    this.#complete('aborted')
    this.#stop(cause === undefined ? reason : Object.assign(reason, { cause }))
  }

  #take(response: Response): void {
    this.#settle()
    this.#answer(response)
  }

  #refuse(error: unknown): void {
    this.#settle()
    this.#answerError(error)
  }

  #settle(): void {
    this.#answered = true
    if (this.#completion?.outcome === 'aborted') this.#outgoing.abandoned?.()
  }

  #answer(response: Response): void {
    try {
      checkResponse(response)
      if (this.done) discard(response, this.#abortReason)
      else this.#send(response)
    } catch (error) {
      discard(response, error)
      this.#answerError(error)
    }
  }

  #send(response: Response): void {
    const source = checkSource(bodyOf(response))
    const { method, can } = this.#incoming
    if (isFile(source)) {
      fileReply(response, source, this.#incoming).then(
        (made) => this.#answer(made),
        (error: unknown) => this.#answerError(error),
      )
      return
    }
    const trailers = can.trailers && source !== null && method !== 'HEAD' ? trailersOf(response) : undefined
    // A HEAD without a body says nothing about the length a GET would have.
    const length = trailers || (source === null && method === 'HEAD') ? undefined : lengthOf(source)
    const head = headOf(response, length, method)
    if (!head.hasBody) {
      discardUnsent(response)
      this.#sendWhole(head, null)
    } else if (isWhole(source) && length === head.length && !trailers) this.#sendWhole(head, source)
    else void this.#sendChunks(head, new Chunks(isWhole(source) ? oneChunk(source) : source), trailers)
  }

  // A head that cannot be written throws before anything has left.
  #sendWhole(head: Head, body: string | Uint8Array | null): void {
    this.#status = head.status
    this.#outgoing.send(head, body)
    this.#complete('sent', body === null ? 0 : head.length)
  }

  async #sendChunks(head: Head, chunks: Chunks, trailers: (() => HeaderInit) | undefined): Promise<void> {
    this.#transfer = new Transfer(chunks, this.#outgoing, head.length)
    try {
      const isPeeked = head.length === undefined && !trailers
      const { held, ended } = isPeeked ? await chunks.early(largestHeldBody) : { held: [], ended: false }
      if (this.done) return
      if (ended) {
        const body = concatenate(held)
        this.#sendWhole(withLength(head, body.byteLength), body)
        return
      }
      this.#outgoing.start(head)
      this.#begin(head)
      const result = await this.#transfer.run(held)
      if (this.done) return
      if (result === 'cut')
        this.#incoming.log(`gateway: the response's body is longer than its content-length of ${head.length}; the rest was cut`)
      this.#outgoing.end(trailers && trailerFields(trailers()))
      this.#complete('sent')
    } catch (error) {
      this.#transfer.stop(error)
      this.#answerError(error)
    }
  }

  #answerError(error: unknown): void {
    if (this.done && (error === this.#abortReason || isLeaving(error))) return
    const { response, line } = errorReply(error, this.#incoming)
    if (line !== undefined) this.#incoming.log(this.began ? brokenLine(error, this.#incoming) : line)
    if (this.done) return
    if (this.#hasHead) {
      this.#fail(error)
      return
    }
    try {
      this.#send(response)
    } catch (failure) {
      this.#status = undefined
      this.#fail(failure)
    }
  }

  #fail(error: unknown): void {
    this.#complete('failed')
    try {
      this.#outgoing.fail(error)
    } catch (failure) {
      this.#incoming.log(describe(failure))
    }
  }

  #late(milliseconds: number): void {
    if (this.began) return
    const error = new GatewayError('ERR_HANDLER_TIMEOUT', `gateway: the application gave no response within ${milliseconds} ms`)
    this.#answerError(error)
    this.#stop(new DOMException(error.message, 'TimeoutError'))
  }

  #stop(reason: DOMException): void {
    this.#abortReason = reason
    this.#transfer?.stop(reason)
    this.#controller?.abort(reason)
  }

  #begin({ status }: Head): void {
    this.#hasHead = true
    this.#status = status
    clearTimeout(this.#timer)
  }

  // Once: a gateway may find while it writes that the peer has left.
  #complete(outcome: Completion['outcome'], bytes = this.#transfer?.bytes ?? 0): void {
    if (this.done) return
    clearTimeout(this.#timer)
    const milliseconds = now() - this.#started
    this.#completion = { outcome, ...(this.#status !== undefined && { status: this.#status }), bytes, milliseconds }
    this.#whenCompleted?.resolve(this.#completion)
  }
}

// Replies first: asking one for `then` goes through a proxy (100 ns) until the global Response is linked.
function isPromise(result: Response | Promise<Response>): result is Promise<Response> {
  return !isReply(result) && typeof result === 'object' && result !== null && 'then' in result && typeof result.then === 'function'
}

async function* oneChunk(body: string | Uint8Array | null): AsyncGenerator<Uint8Array | string> {
  if (body !== null) yield body
}
