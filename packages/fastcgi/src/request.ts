// https://fast-cgi.github.io/spec §5, §6
import { incomingFromVariables, type Carrier } from '@gangway/cgi'
import { exchange, GatewayError, statusTextOf, type Capabilities, type Exchange, type GatewayInfo } from '@gangway/gateway'
import { encodeEndRequest, ParamsDecoder, recordType, WireError, type FastcgiRecord } from '@gangway/wire'
import { BodyQueue } from './body-queue.ts'
import { withClaimedUser } from './claimed-user.ts'
import { capabilitiesFor } from './capabilities.ts'
import { dataLengthOf, filteredFile } from './filter.ts'
import { Responder, type RecordSink } from './responder.ts'
import type { RoleName } from './role-name.ts'
import type { Service } from './service.ts'

/** What BEGIN_REQUEST said. */
export interface Begun {
  readonly requestId: number
  readonly role: RoleName
  readonly keepConnection: boolean
}

/** What a request needs of its connection besides a place for its records. */
export interface RequestConnection extends RecordSink {
  /** The input of this request is not read as fast as it comes. */
  full(request: FastcgiRequest): void
  /** It is read again, or no more. */
  caughtUp(): void
}

const mostEarlyInput = 65_536
const abortMilliseconds = 2000

/** One request: its records come in, its application runs, its response goes out. */
export class FastcgiRequest implements Carrier {
  readonly protocol = 'fastcgi'
  readonly version = '1.0'
  readonly multiprocess = true
  readonly runOnce = false
  readonly endMarked = true
  readonly role: RoleName
  readonly keepConnection: boolean
  readonly #requestId: number
  readonly #connection: RequestConnection
  readonly #service: Service
  readonly #responder: Responder
  #decoder: ParamsDecoder | undefined
  #pairs: readonly string[] | undefined
  #early: FastcgiRecord[] | undefined
  #earlyBytes = 0
  #exchange: Exchange | undefined
  #stdin: BodyQueue | undefined
  #data: BodyQueue | undefined
  #since: number
  #abortedAt: number | undefined

  constructor(connection: RequestConnection, service: Service, { requestId, role, keepConnection }: Begun) {
    this.role = role
    this.keepConnection = keepConnection
    this.#requestId = requestId
    this.#connection = connection
    this.#service = service
    this.#responder = new Responder(connection, requestId, role)
    this.#since = service.clock.now
  }

  /** Takes the next record of this request. */
  take(record: FastcgiRecord): void {
    switch (record.type) {
      case recordType.params:
        this.#takeParams(record.content)
        break
      case recordType.stdin:
      case recordType.data:
        this.#takeInput(record)
        break
      case recordType.abortRequest:
        this.#abort()
    }
    // FCGI-12: records of unknown types with an id are ignored
  }

  /** The connection is gone. */
  disconnected(): void {
    this.#failInput()
    this.#exchange?.abort()
  }

  /** The response is complete: whatever input comes is ignored from now on. */
  close(): void {
    this.#stdin?.close()
    this.#data?.close()
  }

  /** Input comes faster than it is read while other requests share the connection. */
  overflow(): void {
    this.#stdin?.fail(
      new GatewayError('ERR_OVERLOADED', 'fastcgi: the request body was not read as fast as it came on a multiplexed connection'),
    )
    this.#stdin?.close()
  }

  /** Enforces the timeouts. */
  check(now: number): void {
    const { headerTimeout, bodyTimeout } = this.#service.settings
    const quiet = now - this.#since
    if (this.#abortedAt !== undefined) {
      if (now - this.#abortedAt > abortMilliseconds) this.#responder.abandoned()
    } else if (!this.#pairs) {
      if (headerTimeout > 0 && quiet > headerTimeout)
        this.#reject(new GatewayError('ERR_TIMEOUT', `fastcgi: PARAMS did not end within ${headerTimeout} ms`))
    } else if (bodyTimeout > 0 && quiet > bodyTimeout) {
      for (const queue of [this.#stdin, this.#data]) {
        if (queue?.isAwaited) queue.fail(new GatewayError('ERR_TIMEOUT', `fastcgi: no input for ${bodyTimeout} ms`))
      }
    }
  }

  get mount(): string | undefined {
    return this.#service.settings.mount
  }

  get can(): Capabilities {
    return capabilitiesFor(this.#pairs ?? [], this.#service.settings)
  }

  get body(): AsyncIterable<Uint8Array> {
    return (this.#stdin ??= this.#queue())
  }

  get data(): GatewayInfo['data'] {
    return this.#data ? filteredFile(this.#pairs ?? [], this.#data) : undefined
  }

  log(line: string): void {
    if (!this.#responder.log(line)) console.error(line)
  }

  waitUntil(promise: Promise<void>): void {
    const { pending } = this.#service
    pending.add(promise)
    void promise.then(() => pending.delete(promise))
  }

  sendInformational(status: number, fields: readonly string[]): void {
    this.#responder.inform(status, fields)
  }

  sendfile(path: string): readonly [name: string, value: string] | null {
    return this.#service.settings.sendfile(path)
  }

  #takeParams(content: Uint8Array): void {
    if (this.#pairs) return
    const { headerBytes, headerCount } = this.#service.settings
    try {
      this.#decoder ??= new ParamsDecoder({ maxBytes: headerBytes, maxPairs: headerCount })
      if (content.byteLength > 0) this.#decoder.push(content)
      else this.#start(this.#decoder.end())
    } catch (error) {
      this.#reject(error)
    }
  }

  #start(pairs: readonly string[]): void {
    const { app, settings } = this.#service
    this.#pairs = pairs
    if (this.role === 'filter') this.#prepareFilter(pairs)
    const incoming = incomingFromVariables(this.role === 'authorizer' ? withClaimedUser(pairs) : pairs, this)
    if (typeof incoming.contentLength === 'number') this.#expect(incoming.contentLength, settings.bodyBytes)
    for (const record of this.#early ?? []) this.#takeInput(record)
    this.#early = undefined
    this.#exchange = exchange(app, incoming, this.#responder, settings)
  }

  #expect(contentLength: number, limit: number): void {
    if (contentLength > limit)
      throw new GatewayError('ERR_BODY_TOO_LARGE', `fastcgi: a request body of ${contentLength} bytes, more than ${limit}`)
    this.#stdin?.expect(contentLength)
  }

  #prepareFilter(pairs: readonly string[]): void {
    this.#data = this.#queue()
    this.#data.expect(dataLengthOf(pairs))
    // What is not read of STDIN must not keep the output back for ever.
    this.#responder.hold(() => this.#stdin?.discard())
  }

  #takeInput(record: FastcgiRecord): void {
    this.#since = this.#service.clock.now
    if (!this.#pairs) {
      this.#keepEarly(record)
      return
    }
    const { type, content } = record
    const queue = type === recordType.stdin ? this.#stdin : this.#data
    if (content.byteLength > 0) {
      queue?.push(content)
      return
    }
    queue?.end()
    if (type === recordType.stdin) this.#responder.release()
  }

  // FCGI-24: input before the params have ended
  #keepEarly(record: FastcgiRecord): void {
    this.#early ??= []
    this.#early.push(record)
    this.#earlyBytes += record.content.byteLength + 64
    if (this.#earlyBytes > mostEarlyInput)
      this.#reject(new GatewayError('ERR_BAD_RECORD', `fastcgi: more than ${mostEarlyInput} bytes of STDIN before the end of PARAMS`))
  }

  #queue(): BodyQueue {
    const events = { full: () => this.#connection.full(this), drained: () => this.#connection.caughtUp() }
    return new BodyQueue(events, this.#service.settings.bodyBytes)
  }

  #abort(): void {
    if (!this.#exchange) {
      this.#connection.finish(this.#requestId, encodeEndRequest(this.#requestId))
      return
    }
    this.#abortedAt = this.#service.clock.now
    this.disconnected()
    this.#responder.abort(this.#exchange.answered)
  }

  #failInput(): void {
    const error = new GatewayError('ERR_BODY_TRUNCATED', 'fastcgi: the request was aborted before its body had come')
    this.#stdin?.fail(error)
    this.#data?.fail(error)
  }

  #reject(error: unknown): void {
    if (!(error instanceof GatewayError) && !(error instanceof WireError)) throw error
    this.#pairs ??= []
    this.#early = undefined
    this.#service.settings.onError(error)
    const text = `${statusTextOf(error.status)}\n`
    const fields = ['content-type', 'text/plain; charset=utf-8', 'content-length', String(text.length)]
    this.#responder.release()
    this.#responder.send({ status: error.status, statusText: '', fields, length: text.length, hasBody: true }, text)
  }
}
