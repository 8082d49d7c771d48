import { statusTextOf, type Exchange, type Head, type Outgoing } from '@gangway/gateway'
import type { ServerResponse } from 'node:http'
import type { Arrival } from './arrival.ts'
import type { Http1Connection, Turn } from './http1-connection.ts'
import type { IncomingBody } from './incoming-body.ts'
import { largestWrite, slicesOf } from './slices.ts'

// More of an unread body than this is not waited for.
const mostDrained = 262_144

/** One response of HTTP/1, and its place on the connection. */
export class Http1Outgoing implements Outgoing, Turn {
  readonly body: IncomingBody | null
  /** What is aborted when the client leaves. */
  exchange: Exchange | undefined = undefined
  readonly #response: ServerResponse
  readonly #connection: Http1Connection
  #isFlowing = false
  #endsWithConnection = false
  #listens = false
  #drained: PromiseWithResolvers<void> | undefined

  constructor({ response, connection }: Arrival, body: IncomingBody | null) {
    this.body = body
    this.#response = response
    this.#connection = connection
  }

  get isBlocked(): boolean {
    return this.#drained !== undefined
  }

  send(head: Head, body: string | Uint8Array | null): void {
    const response = this.#response
    this.#writeHead(head, true)
    if (body !== null && body.length > largestWrite) {
      if (!isAscii(head)) response.write(nothing)
      void this.#sendLarge(body)
      return
    }
    if (body === null) response.end()
    else if (typeof body === 'string') endWithText(response, head, body)
    else response.end(body)
    this.#connection.answered(this, response)
  }

  start(head: Head): void {
    const response = this.#response
    this.#writeHead(head, false)
    this.#endsWithConnection = head.hasBody && head.length === undefined && !response.chunkedEncoding
    // In one piece with the first chunk, when that comes at once; flushHeaders() would write UTF-8.
    process.nextTick(() => {
      if (!this.#isFlowing && !response.writableEnded && !response.destroyed) response.write(nothing)
    })
  }

  write(chunk: Uint8Array): void | Promise<void> {
    this.#isFlowing = true
    if (chunk.byteLength > largestWrite) return this.#writeLarge(chunk)
    if (!this.#response.write(chunk)) return this.#whenDrained()
  }

  end(trailers?: readonly string[]): void {
    const response = this.#response
    if (trailers && response.chunkedEncoding) response.addTrailers(pairsOf(trailers))
    response.end()
    this.#connection.answered(this, response)
  }

  fail(): void {
    this.#connection.cut({ reset: this.#endsWithConnection })
  }

  release(): void {
    const drained = this.#drained
    this.#drained = undefined
    this.#connection.wrote()
    drained?.resolve()
  }

  async #sendLarge(body: string | Uint8Array): Promise<void> {
    await this.#writeLarge(body)
    this.end()
  }

  async #writeLarge(chunk: string | Uint8Array): Promise<void> {
    for (const slice of slicesOf(chunk)) {
      if (this.#response.destroyed) return
      if (!this.#response.write(slice)) await this.#whenDrained()
    }
  }

  #whenDrained(): Promise<void> {
    if (!this.#listens) this.#response.on('drain', () => this.release())
    this.#listens = true
    this.#connection.awaitWrite()
    this.#drained = Promise.withResolvers<void>()
    return this.#drained.promise
  }

  #writeHead(head: Head, isWhole: boolean): void {
    const response = this.#response
    const connection = this.#connection
    if (this.#endsConnection(head, isWhole)) connection.isLast = true
    const { isLast } = connection
    const statusText = head.statusText === '' ? statusTextOf(head.status) : head.statusText
    response.writeHead(head.status, statusText, isLast ? [...head.fields, 'connection', 'close'] : [...head.fields])
    connection.saidClose = isLast
  }

  #endsConnection(head: Head, isWhole: boolean): boolean {
    const { shouldKeepAlive, useChunkedEncodingByDefault } = this.#response
    if (!shouldKeepAlive || (head.length === undefined && !useChunkedEncodingByDefault)) return true
    return this.body !== null && leavesTooMuch(this.body, isWhole)
  }
}

// A response that has only begun may go on reading.
function leavesTooMuch({ isComplete, awaitsContinue, length = 0, queue }: IncomingBody, isWhole: boolean): boolean {
  return awaitsContinue || (!isComplete && length > mostDrained && (isWhole || !queue.begun))
}

function pairsOf(fields: readonly string[]): [name: string, value: string][] {
  const pairs: [string, string][] = []
  for (let index = 0; index < fields.length; index += 2) pairs.push([fields[index] ?? '', fields[index + 1] ?? ''])
  return pairs
}

// node:http writes a string and the head before it in one piece and one encoding, and the head is latin1.
function endWithText(response: ServerResponse, head: Head, text: string): void {
  if (text.length === head.length) response.end(text, 'latin1')
  else if (isAscii(head)) response.end(text)
  else response.end(Buffer.from(text))
}

const nothing = new Uint8Array(0)
const beyondAscii = /[\x80-\xff]/

function isAscii({ statusText, fields }: Head): boolean {
  if (statusText !== '' && beyondAscii.test(statusText)) return false
  for (let index = 1; index < fields.length; index += 2) if (beyondAscii.test(fields[index] ?? '')) return false
  return true
}
