import { GatewayError, type Exchange } from '@gangway/gateway'
import type { ServerHttp2Stream } from 'node:http2'
import { Countdown, type Ticking } from './clock.ts'
import { groupedFields } from './grouped-fields.ts'
import type { Http2Connection } from './http2-connection.ts'
import type { IncomingBody } from './incoming-body.ts'
import { truncated } from './truncated.ts'

// RFC 9113 §7
const noError = 0
const internalError = 2

/** One request and response on a stream of HTTP/2: what they wait for, and what becomes of them when the stream closes. */
export class Http2Turn implements Ticking {
  readonly stream: ServerHttp2Stream
  readonly connection: Http2Connection
  body: IncomingBody | null = null
  /** What is aborted when the client leaves. */
  exchange: Exchange | undefined = undefined
  readonly #reading = new Countdown()
  readonly #writing = new Countdown()
  readonly #draining = new Countdown()
  #drained: PromiseWithResolvers<void> | undefined

  constructor(stream: ServerHttp2Stream, connection: Http2Connection) {
    this.stream = stream
    this.connection = connection
    connection.began()
    connection.service.clock.add(this)
    stream.on('close', () => this.#closed())
    stream.on('drain', () => this.#release())
  }

  /** Whether the client takes no response any more. */
  get isClosed(): boolean {
    return this.stream.closed || this.stream.destroyed
  }

  awaitBody(): void {
    this.#reading.start(this.connection.service.patience.body)
  }

  gotBody(): void {
    this.#reading.stop()
  }

  /** Settles once the client takes more, or has left. */
  whenDrained(): Promise<void> {
    this.#writing.start(this.connection.service.patience.write)
    this.#drained = Promise.withResolvers<void>()
    return this.#drained.promise
  }

  /** Sends an interim response, if it is not too late. */
  inform(status: number, fields: readonly string[]): void {
    if (!this.isClosed && !this.stream.headersSent) this.stream.additionalHeaders(groupedFields([':status', String(status), ...fields]))
  }

  /** The response is with node:http2. */
  answered({ awaitsTrailers }: { awaitsTrailers: boolean }): void {
    const { stream } = this
    const { write, drain } = this.connection.service.patience
    this.#writing.start(write)
    if (!this.body || stream.readableEnded) return
    this.body.discard()
    // RFC 9113 §8.1: the client need not send the rest. node:http2 would forget the trailers of a stream that is closed.
    if (awaitsTrailers) this.#draining.start(drain)
    else stream.close(noError)
  }

  /** Breaks the exchange (RST_STREAM). */
  fail(): void {
    this.stream.close(internalError)
  }

  tick(): void {
    const { stream } = this
    const { bodyTimeout } = this.connection.service.settings
    if (this.#reading.tick())
      this.body?.queue.fail(new GatewayError('ERR_TIMEOUT', `http: nothing more of a request's body within ${bodyTimeout} ms`))
    if (this.#draining.tick()) stream.close(noError)
    // Not close(): the client would have to take what is queued before it.
    if (this.#writing.tick()) stream.destroy()
  }

  #closed(): void {
    this.connection.service.clock.remove(this)
    this.connection.ended()
    this.exchange?.abort()
    this.body?.queue.fail(truncated())
    this.#release()
  }

  #release(): void {
    this.#writing.stop()
    this.#drained?.resolve()
    this.#drained = undefined
  }
}
