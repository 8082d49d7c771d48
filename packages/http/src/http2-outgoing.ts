import type { Head, Outgoing } from '@gangway/gateway'
import type { OutgoingHttpHeaders } from 'node:http2'
import { groupedFields } from './grouped-fields.ts'
import type { Http2Turn } from './http2-turn.ts'
import { largestWrite, slicesOf } from './slices.ts'

/** One response of HTTP/2. */
export class Http2Outgoing implements Outgoing {
  readonly #turn: Http2Turn

  constructor(turn: Http2Turn) {
    this.#turn = turn
  }

  send(head: Head, body: string | Uint8Array | null): void {
    const { stream, isClosed } = this.#turn
    if (isClosed) return
    stream.respond(headersOf(head), { endStream: body === null })
    if (body !== null && body.length > largestWrite) {
      void this.#sendLarge(body)
      return
    }
    if (body !== null) stream.end(body)
    this.#turn.answered({ awaitsTrailers: false })
  }

  start(head: Head): void {
    const { stream, isClosed } = this.#turn
    if (!isClosed) stream.respond(headersOf(head), { waitForTrailers: true })
  }

  write(chunk: Uint8Array): void | Promise<void> {
    if (chunk.byteLength > largestWrite) return this.#writeLarge(chunk)
    if (!this.#turn.isClosed && !this.#turn.stream.write(chunk)) return this.#turn.whenDrained()
  }

  end(trailers: readonly string[] = []): void {
    const { stream, isClosed } = this.#turn
    if (isClosed) return
    if (trailers.length > 0) {
      // The compatibility API of node:http2 would send its own.
      stream.removeAllListeners('wantTrailers')
      stream.once('wantTrailers', () => stream.sendTrailers(groupedFields(trailers)))
    }
    stream.end()
    this.#turn.answered({ awaitsTrailers: true })
  }

  fail(): void {
    this.#turn.fail()
  }

  async #sendLarge(body: string | Uint8Array): Promise<void> {
    await this.#writeLarge(body)
    this.end()
  }

  async #writeLarge(chunk: string | Uint8Array): Promise<void> {
    for (const slice of slicesOf(chunk)) {
      if (this.#turn.isClosed) return
      if (!this.#turn.stream.write(slice)) await this.#turn.whenDrained()
    }
  }
}

function headersOf({ status, fields }: Head): OutgoingHttpHeaders {
  return Object.assign(groupedFields(fields), { ':status': status })
}
