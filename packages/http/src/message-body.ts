import type { ServerResponse } from 'node:http'
import type { Arrival } from './arrival.ts'
import { BodyQueue, type BodyTransport } from './body-queue.ts'
import type { Http1Connection } from './http1-connection.ts'
import type { Message } from './http1-message.ts'
import type { IncomingBody } from './incoming-body.ts'

/** The body of a request on our own HTTP/1 server. */
export class MessageBody implements IncomingBody, BodyTransport {
  readonly queue: BodyQueue
  readonly length: number | undefined
  readonly #message: Message
  readonly #response: ServerResponse
  readonly #connection: Http1Connection
  #awaitsContinue: boolean

  constructor(message: Message, { response, connection, awaitsContinue }: Arrival, length: number | undefined) {
    this.queue = new BodyQueue(this, connection.service.settings.bodyBytes)
    this.length = length
    this.#message = message
    this.#response = response
    this.#connection = connection
    this.#awaitsContinue = awaitsContinue
    message.queue = this.queue
  }

  get awaitsContinue(): boolean {
    return this.#awaitsContinue
  }

  get isComplete(): boolean {
    return this.#message.complete
  }

  get trailers(): readonly string[] {
    return this.#message.rawTrailers
  }

  wanted(): void {
    this.#continue()
    this.#connection.awaitBody()
    this.#message.pull()
  }

  satisfied(): void {
    this.#connection.gotBody()
  }

  discard(): void {
    this.queue.close()
    this.#message.resume()
  }

  #continue(): void {
    if (!this.#awaitsContinue || this.#response.headersSent) return
    this.#awaitsContinue = false
    this.#response.writeContinue()
  }
}
