import { byteLength } from './byte-length.ts'
import { checkResponse } from './check-response.ts'
import { chunksOf, type Chunks } from './chunks.ts'
import type { Application, Completion } from './context.ts'
import { errorReply } from './error-reply.ts'
import { fileReply } from './file-reply.ts'
import { GatewayContext, type Lifetime } from './gateway-context.ts'
import { GatewayError } from './gateway-error.ts'
import { headOf } from './head.ts'
import { fieldsOf, HeaderList } from './header-list.ts'
import type { Incoming } from './incoming.ts'
import type { Head, Outgoing } from './outgoing.ts'
import { concatenate } from './request-body.ts'
import { bodyOf, isUsed, trailersOf } from './response.ts'

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

/** One request and its response, under way. */
export class Exchange implements Lifetime {
  readonly #incoming: Incoming
  readonly #outgoing: Outgoing
  readonly #started = performance.now()
  #controller: AbortController | undefined
  #abortReason: unknown
  #completion: Completion | undefined
  #whenCompleted: PromiseWithResolvers<Completion> | undefined
  #began = false
  #bytes = 0
  #chunks: Chunks | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #answered = false

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
    return this.#began
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
    if (handlerTimeout > 0) this.#timer = setTimeout(() => this.#late(handlerTimeout), handlerTimeout)
    let result: Response | Promise<Response>
    try {
      result = app(new GatewayContext(this.#incoming, this))
    } catch (error) {
      this.#answerError(error)
      return
    }
    if (!isPromise(result)) this.#answer(result)
    else
      result.then(
        (response) => this.#answer(response),
        (error: unknown) => this.#answerError(error),
      )
  }

  /** The peer left: the signal fires, the response's source is cancelled. Without effect once the exchange is done. */
  abort(cause?: unknown): void {
    if (this.done) return
    this.#abortReason = new DOMException('The client left before the response was complete', { name: 'AbortError', cause })
    this.#complete('aborted')
    this.#chunks?.cancel(this.#abortReason)
    this.#controller?.abort(this.#abortReason)
  }

  #answer(response: Response): void {
    if (this.done) {
      this.#abandon()
      discard(response, this.#abortReason)
      return
    }
    this.#answered = true
    try {
      this.#send(response)
    } catch (error) {
      this.#answerError(error)
    }
  }

  #send(response: Response): void {
    checkResponse(response)
    const source = bodyOf(response)
    if (typeof source === 'object' && source !== null && 'stat' in source) {
      fileReply(response, source, this.#incoming).then(
        (made) => this.#answer(made),
        (error: unknown) => this.#answerError(error),
      )
      return
    }
    const head = headOf(response, source, this.#incoming.method)
    if (source === null || typeof source === 'string' || source instanceof Uint8Array) this.#sendWhole(head, source)
    else if (!head.hasBody) this.#sendHead(head, chunksOf(source))
    else void this.#sendChunks(head, chunksOf(source), trailersOf(response))
  }

  #sendHead(head: Head, chunks: Chunks): void {
    chunks.cancel(new DOMException('This response has no body', 'AbortError'))
    this.#outgoing.send(head, null)
    this.#begin()
    this.#complete('sent')
  }

  #sendWhole(head: Head, body: string | Uint8Array | null): void {
    const declared = head.length ?? 0
    const actual = body === null ? 0 : typeof body === 'string' ? byteLength(body) : body.byteLength
    if (head.hasBody && actual !== declared) {
      void this.#sendChunks(head, chunksOf(oneChunk(body)), undefined)
      return
    }
    // A head that cannot be written throws before anything has left.
    this.#outgoing.send(head, head.hasBody ? body : null)
    this.#begin()
    this.#bytes = head.hasBody ? actual : 0
    this.#complete('sent')
  }

  async #sendChunks(head: Head, chunks: Chunks, trailers: ReturnType<typeof trailersOf>): Promise<void> {
    this.#chunks = chunks
    try {
      const early = head.length === undefined && !trailers ? await chunks.early(largestHeldBody) : undefined
      if (this.done) return
      if (early?.ended) {
        const body = concatenate(early.held)
        this.#sendWhole({ ...head, length: body.byteLength, fields: [...head.fields, 'content-length', String(body.byteLength)] }, body)
        return
      }
      this.#outgoing.start(head)
      this.#begin()
      for (const chunk of early?.held ?? []) await this.#write(chunk, head)
      await this.#pump(chunks, head)
      if (!this.done) this.#end(head, trailers)
    } catch (error) {
      chunks.cancel(error)
      this.#answerError(error)
    }
  }

  async #pump(chunks: Chunks, head: Head): Promise<void> {
    while (!this.done) {
      const chunk = await chunks.next()
      if (!chunk || this.done) return
      if (!(await this.#write(chunk, head))) return
    }
  }

  // False once the body has reached its declared length and there was more of it.
  async #write(chunk: Uint8Array, head: Head): Promise<boolean> {
    const left = (head.length ?? Number.POSITIVE_INFINITY) - this.#bytes
    const allowed = chunk.byteLength > left ? chunk.subarray(0, left) : chunk
    if (allowed.byteLength > 0) {
      this.#bytes += allowed.byteLength
      const slow = this.#outgoing.write(allowed)
      if (slow) await slow
    }
    if (chunk.byteLength <= left) return true
    this.#chunks?.cancel(new DOMException('The body is longer than its content-length', 'AbortError'))
    this.#incoming.log(`gateway: the response's body is longer than its content-length of ${head.length}; the rest was cut`)
    return false
  }

  #end(head: Head, trailers: ReturnType<typeof trailersOf>): void {
    if (head.length !== undefined && this.#bytes < head.length) {
      throw new TypeError(`gateway: the response's body ended after ${this.#bytes} bytes of a content-length of ${head.length}`)
    }
    const fields = trailers && this.#incoming.can.trailers ? fieldsOf(new HeaderList(trailers())) : undefined
    this.#outgoing.end(fields)
    this.#complete('sent')
  }

  #answerError(error: unknown): void {
    if (this.done) {
      this.#abandon()
      return
    }
    this.#answered = true
    const { response, line } = errorReply(error, this.#incoming)
    if (line !== undefined) this.#incoming.log(line)
    if (this.#began) {
      this.#fail(error)
      return
    }
    try {
      this.#send(response)
    } catch (failure) {
      this.#fail(failure)
    }
  }

  #abandon(): void {
    if (this.#answered) return
    this.#answered = true
    this.#outgoing.abandoned?.()
  }

  #fail(error: unknown): void {
    this.#complete('failed')
    this.#outgoing.fail(error)
  }

  #late(milliseconds: number): void {
    if (this.#began || this.done) return
    const error = new GatewayError('ERR_HANDLER_TIMEOUT', `gateway: the application gave no response within ${milliseconds} ms`)
    this.#abortReason = new DOMException(error.message, 'TimeoutError')
    this.#controller?.abort(this.#abortReason)
    this.#answerError(error)
  }

  #begin(): void {
    this.#began = true
    if (this.#timer) clearTimeout(this.#timer)
  }

  #complete(outcome: Completion['outcome']): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#completion = { outcome, bytes: this.#bytes, milliseconds: performance.now() - this.#started }
    this.#whenCompleted?.resolve(this.#completion)
  }
}

function isPromise(result: Response | Promise<Response>): result is Promise<Response> {
  return typeof result === 'object' && result !== null && 'then' in result && typeof result.then === 'function'
}

function discard(response: Response, reason: unknown): void {
  const source = bodyOf(response)
  if (typeof source === 'object' && source !== null && !(source instanceof Uint8Array) && !('stat' in source) && !isUsed(response))
    chunksOf(source).cancel(reason)
}

async function* oneChunk(body: string | Uint8Array | null): AsyncGenerator<Uint8Array | string> {
  if (body !== null) yield body
}
