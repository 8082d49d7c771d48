import type { Head, Outgoing } from '@gangway/gateway'
import type { Manner } from './manner.ts'
import { nonParsedHead, parsedHead } from './response-head.ts'
import type { StandardOutput } from './standard-output.ts'

/** What a response needs to know of its request. */
export interface ResponseSetting {
  readonly manner: Manner
  /** Called when the whole response has been handed over, and may still be on its way. */
  onEnd(): void
}

/** One response on standard output. */
export class ProgramResponse implements Outgoing {
  readonly #output: StandardOutput
  readonly #setting: ResponseSetting
  readonly #ended = Promise.withResolvers<void>()
  #isChunked = false

  constructor(output: StandardOutput, setting: ResponseSetting) {
    this.#output = output
    this.#setting = setting
  }

  /** Settles once the response is on its way or broken off. */
  get ended(): Promise<void> {
    return this.#ended.promise
  }

  send(head: Head, body: string | Uint8Array | null): void {
    const text = this.#headText(head)
    void this.#output.put(body === null ? Buffer.from(text, 'latin1') : Buffer.concat([Buffer.from(text, 'latin1'), bytesOf(body)]))
    this.#close()
  }

  start(head: Head): void {
    this.#isChunked = this.#setting.manner.canChunk && head.hasBody && head.length === undefined
    void this.#output.put(Buffer.from(this.#headText(head), 'latin1'))
  }

  write(chunk: Uint8Array): void | Promise<void> {
    if (!this.#isChunked) return this.#output.put(chunk)
    return this.#output.put(Buffer.concat([Buffer.from(`${chunk.byteLength.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]))
  }

  end(): void {
    if (this.#isChunked) void this.#output.put(Buffer.from('0\r\n\r\n'))
    this.#close()
  }

  // Besides a length that does not match, this is all that a server can see of it.
  fail(): void {
    process.exitCode = 1
    this.#close()
  }

  /** The client is gone: nothing more is written. */
  abort(): void {
    this.#output.abandon()
    this.#close()
  }

  /** An interim response, which lighttpd takes as a head of its own. */
  inform(status: number, fields: readonly string[]): void {
    void this.#output.put(Buffer.from(parsedHead({ status, fields }), 'latin1'))
  }

  #close(): void {
    this.#setting.onEnd()
    void this.#output.close().then(this.#ended.resolve, this.#ended.reject)
  }

  #headText(head: Head): string {
    return this.#setting.manner.isNph ? nonParsedHead(head, this.#isChunked) : parsedHead(head)
  }
}

function bytesOf(body: string | Uint8Array): Uint8Array {
  return typeof body === 'string' ? Buffer.from(body) : body
}
