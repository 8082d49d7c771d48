// https://fast-cgi.github.io/spec §6.2
import type { Head, Outgoing } from '@gangway/gateway'
import { statusTextOf } from '@gangway/gateway'
import {
  encodeCgiHead,
  encodeEndRequest,
  encodeRecord,
  encodeRecordHeader,
  encodeStream,
  encodeWholeResponse,
  recordType,
} from '@gangway/wire'
import { authorizerFields } from './authorizer.ts'
import type { RoleName } from './role-name.ts'

/** What a responder needs of its connection. */
export interface RecordSink {
  /** Writes records and says whether the peer keeps up. */
  write(records: Uint8Array): boolean
  /** Settles once the peer has caught up or left. */
  drained(): Promise<void>
  /** Writes the last records of a request and forgets it. */
  finish(requestId: number, records: Uint8Array): void
  /** Ends the connection without END_REQUEST, as soon as no other request is active on it. */
  breakOff(requestId: number): void
}

interface Held {
  readonly actions: (() => void)[]
  readonly released: PromiseWithResolvers<void>
  readonly onOutput: () => void
}

const largeChunk = 16_384
const quantum = 65_528

/** One response as STDOUT, STDERR and END_REQUEST records. */
export class Responder implements Outgoing {
  readonly #sink: RecordSink
  readonly #requestId: number
  readonly #role: RoleName
  #wroteStderr = false
  #ended = false
  #aborted = false
  #held: Held | undefined

  constructor(sink: RecordSink, requestId: number, role: RoleName) {
    this.#sink = sink
    this.#requestId = requestId
    this.#role = role
  }

  send(head: Head, body: string | Uint8Array | null): void {
    const text = this.#headText(head)
    const content = this.#role === 'authorizer' && head.status === 200 ? null : body
    this.#once(() => this.#sendWhole(text, content))
  }

  start(head: Head): void {
    const text = this.#headText(head)
    this.#once(() => this.#stdout(Buffer.from(text, 'latin1')))
  }

  write(chunk: Uint8Array): void | Promise<void> {
    if (this.#held) {
      this.#once(() => this.#stdout(chunk))
      return this.#held.released.promise
    }
    if (chunk.byteLength > largeChunk) return this.#writeLarge(chunk)
    if (!this.#stdout(chunk)) return this.#sink.drained()
  }

  end(): void {
    this.#once(() => this.#finish(this.#endRecords()))
  }

  fail(): void {
    if (this.#ended) return
    this.#ended = true
    this.#sink.breakOff(this.#requestId)
  }

  abandoned(): void {
    if (this.#aborted) this.#finish(encodeEndRequest(this.#requestId, 1))
  }

  /** ABORT_REQUEST: no output from now on; END_REQUEST once the application has come to its end (§5.4). */
  abort(applicationEnded: boolean): void {
    this.#aborted = true
    if (applicationEnded) this.abandoned()
  }

  /** A line for the web server's error log; false when it is too late for that. */
  log(line: string): boolean {
    if (this.#ended || this.#aborted) return false
    this.#wroteStderr = true
    this.#sink.write(encodeStream(recordType.stderr, this.#requestId, Buffer.from(line)))
    return true
  }

  /** An interim response, which lighttpd takes as a head of its own. */
  inform(status: number, fields: readonly string[]): void {
    const text = encodeCgiHead({ status, statusText: statusTextOf(status), fields })
    this.#once(() => this.#stdout(Buffer.from(text, 'latin1')))
  }

  /** A filter reads STDIN to its end before it writes (§6.4): output waits for `release`, and `onOutput` is told that some does. */
  hold(onOutput: () => void): void {
    this.#held = { actions: [], released: Promise.withResolvers(), onOutput }
  }

  release(): void {
    const held = this.#held
    this.#held = undefined
    for (const action of held?.actions ?? []) action()
    held?.released.resolve()
  }

  #once(action: () => void): void {
    if (!this.#held) {
      action()
      return
    }
    this.#held.actions.push(action)
    this.#held.onOutput()
  }

  #sendWhole(text: string, body: string | Uint8Array | null): void {
    if (!this.#wroteStderr) {
      this.#finish(encodeWholeResponse(this.#requestId, text, body))
      return
    }
    this.#stdout(Buffer.concat([Buffer.from(text, 'latin1'), typeof body === 'string' ? Buffer.from(body) : (body ?? new Uint8Array())]))
    this.#finish(this.#endRecords())
  }

  #stdout(content: Uint8Array): boolean {
    return this.#ended || this.#aborted || this.#sink.write(encodeStream(recordType.stdout, this.#requestId, content))
  }

  // A large chunk goes out as it is behind its record's header: the copy would cost more than a second buffer.
  async #writeLarge(chunk: Uint8Array): Promise<void> {
    for (let start = 0; start < chunk.byteLength; start += quantum) {
      if (this.#ended || this.#aborted) return
      const content = chunk.subarray(start, start + quantum)
      this.#sink.write(encodeRecordHeader(recordType.stdout, this.#requestId, content.byteLength))
      if (!this.#sink.write(content)) await this.#sink.drained()
    }
  }

  #headText({ status, statusText, fields }: Head): string {
    const sent = this.#role === 'authorizer' ? authorizerFields(status, fields) : fields
    return encodeCgiHead({ status, statusText: statusText || statusTextOf(status), fields: sent })
  }

  // nginx keeps a connection only if END_REQUEST ends what it has read: one write
  #endRecords(): Uint8Array {
    const endOfStderr = this.#wroteStderr ? [encodeRecord(recordType.stderr, this.#requestId)] : []
    return Buffer.concat([encodeRecord(recordType.stdout, this.#requestId), ...endOfStderr, encodeEndRequest(this.#requestId)])
  }

  #finish(records: Uint8Array): void {
    if (this.#ended) return
    this.#ended = true
    this.#sink.finish(this.#requestId, records)
  }
}
