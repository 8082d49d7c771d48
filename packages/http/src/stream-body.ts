import type { Readable } from 'node:stream'
import { BodyQueue, type BodyTransport } from './body-queue.ts'
import type { IncomingBody } from './incoming-body.ts'
import { truncated } from './truncated.ts'

/** What a stream cannot say of a request's body itself. */
export interface StreamBodyEvents {
  readonly length: number | undefined
  /** The most bytes that are accepted. */
  readonly limit: number
  readonly awaitsContinue: boolean
  /** Whether the body came to its end. */
  readonly isComplete: boolean
  readonly trailers: readonly string[]
  /** The reader waits; called before the stream is made to flow. */
  wanted(): void
  satisfied(): void
}

/** A request's body from a stream; nothing is read before somebody wants it. */
export class StreamBody implements IncomingBody, BodyTransport {
  readonly queue: BodyQueue
  readonly #stream: Readable
  readonly #events: StreamBodyEvents
  #flows = false

  constructor(stream: Readable, events: StreamBodyEvents) {
    this.queue = new BodyQueue(this, events.limit)
    this.#stream = stream
    this.#events = events
  }

  get length(): number | undefined {
    return this.#events.length
  }

  get awaitsContinue(): boolean {
    return this.#events.awaitsContinue
  }

  get isComplete(): boolean {
    return this.#events.isComplete
  }

  get trailers(): readonly string[] {
    return this.#events.trailers
  }

  wanted(): void {
    this.#events.wanted()
    if (!this.#flows) this.#flow()
    this.#stream.resume()
  }

  satisfied(): void {
    this.#events.satisfied()
  }

  discard(): void {
    this.queue.close()
    this.#stream.resume()
  }

  #flow(): void {
    const stream = this.#stream
    this.#flows = true
    if (stream.readableEnded || stream.destroyed) return this.#end()
    stream.on('data', (chunk: Uint8Array) => {
      if (!this.queue.push(chunk)) stream.pause()
    })
    stream.on('end', () => this.#end())
    stream.on('close', () => this.#end())
  }

  #end(): void {
    if (this.#events.isComplete) this.queue.end()
    else this.queue.fail(truncated())
  }
}
