// https://fast-cgi.github.io/spec §3
import type { Socket } from 'node:net'
import {
  decodeBeginRequest,
  encodeEndRequest,
  protocolStatus,
  RecordParser,
  recordType,
  WireError,
  type FastcgiRecord,
} from '@gangway/wire'
import { answerManagement } from './management.ts'
import { FastcgiRequest, type RequestConnection } from './request.ts'
import { roleNameOf } from './role-name.ts'
import type { Service } from './service.ts'

// The peer gets this long to close after our FIN: a reset would take away what it has not read yet.
const lingerMilliseconds = 2000

/** One connection of a web server, and the requests on it. */
export class Connection implements RequestConnection {
  readonly #socket: Socket
  readonly #service: Service
  readonly #parser = new RecordParser()
  readonly #requests = new Map<number, FastcgiRequest>()
  #served = 0
  #closing = false
  #broken = false
  #quietSince: number
  #whenDrained: PromiseWithResolvers<void> | undefined

  constructor(socket: Socket, service: Service) {
    this.#socket = socket
    this.#service = service
    this.#quietSince = service.clock.now
    socket.on('data', (segment) => this.#receive(segment))
    socket.on('drain', () => this.#settleDrained())
    socket.on('end', () => this.#abortAll())
    // A peer that is gone needs no report: 'close' follows and aborts what it waited for.
    socket.on('error', () => {})
    socket.on('close', () => this.#abortAll())
    socket.on('timeout', () => this.#refuse('the peer left the response unread for too long'))
  }

  write(records: Uint8Array): boolean {
    if (this.#socket.destroyed || this.#socket.writableEnded) return true
    return this.#socket.write(records)
  }

  drained(): Promise<void> {
    if (this.#socket.destroyed || !this.#socket.writableNeedDrain) return Promise.resolve()
    if (!this.#whenDrained) {
      this.#whenDrained = Promise.withResolvers()
      this.#socket.setTimeout(this.#service.settings.writeTimeout)
    }
    return this.#whenDrained.promise
  }

  finish(requestId: number, records: Uint8Array): void {
    const keep = this.#forget(requestId)
    if (this.#socket.destroyed || this.#socket.writableEnded) return
    if (this.#broken && this.#requests.size === 0) this.#socket.write(records, () => this.#reset())
    else if (keep) this.#socket.write(records)
    else this.#end(records)
  }

  breakOff(requestId: number): void {
    this.#broken = true
    this.#forget(requestId)
    if (this.#requests.size === 0) this.#reset()
  }

  full(request: FastcgiRequest): void {
    if (this.#requests.size <= 1) this.#socket.pause()
    else request.overflow()
  }

  caughtUp(): void {
    this.#socket.resume()
  }

  /** No further request on this connection. */
  drain(): void {
    this.#closing = true
    if (this.#requests.size === 0) this.#end()
  }

  destroy(): void {
    this.#socket.destroy()
  }

  /** Enforces the timeouts; called about once a second. */
  check(now: number): void {
    const { idleTimeout } = this.#service.settings
    for (const request of this.#requests.values()) request.check(now)
    if (this.#socket.writableEnded) {
      if (now - this.#quietSince > lingerMilliseconds) this.destroy()
    } else if (this.#requests.size === 0 && idleTimeout > 0 && now - this.#quietSince > idleTimeout) {
      this.#end()
    }
  }

  #receive(segment: Uint8Array): void {
    if (this.#socket.writableEnded) return
    try {
      this.#parser.push(segment)
      for (let record = this.#parser.next(); record !== null; record = this.#parser.next()) this.#take(record)
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      this.#refuse(error.message)
    }
  }

  #take(record: FastcgiRecord): void {
    if (record.type === recordType.beginRequest) {
      this.#begin(record)
    } else if (record.requestId === 0) {
      this.write(answerManagement(record, this.#service.settings))
    } else {
      // FCGI-13: records of a request that is not active are ignored
      this.#requests.get(record.requestId)?.take(record)
    }
  }

  #begin({ requestId, content }: FastcgiRecord): void {
    const { role, keepConnection } = decodeBeginRequest(content)
    if (requestId === 0) throw new WireError('ERR_BAD_RECORD', 'BEGIN_REQUEST with id 0, which is for management records (FastCGI §3.3)')
    if (this.#requests.has(requestId))
      throw new WireError('ERR_BAD_RECORD', `BEGIN_REQUEST for request ${requestId}, which is active (FastCGI §3.3)`)
    const roleName = roleNameOf(role)
    if (!roleName) this.#turnDown(requestId, keepConnection, protocolStatus.unknownRole)
    else if (this.#requests.size >= this.#service.settings.requestsAtOnce) this.#turnDown(requestId, true, this.#busyStatus())
    else if (this.#closing || this.#broken) this.#turnDown(requestId, true, protocolStatus.overloaded)
    else this.#requests.set(requestId, new FastcgiRequest(this, this.#service, { requestId, role: roleName, keepConnection }))
  }

  #busyStatus(): number {
    return this.#service.settings.multiplex ? protocolStatus.overloaded : protocolStatus.cannotMultiplex
  }

  #turnDown(requestId: number, keepConnection: boolean, status: number): void {
    const answer = encodeEndRequest(requestId, 0, status)
    if ((keepConnection && !this.#closing) || this.#requests.size > 0) this.write(answer)
    else this.#end(answer)
  }

  // True while the connection stays open for further requests.
  #forget(requestId: number): boolean {
    const request = this.#requests.get(requestId)
    this.#requests.delete(requestId)
    request?.close()
    this.#served++
    this.#quietSince = this.#service.clock.now
    if (request && !request.keepConnection) this.#closing = true
    if (this.#served >= this.#service.settings.requestsPerConnection) this.#closing = true
    return this.#requests.size > 0 || !(this.#closing || this.#broken)
  }

  #end(records?: Uint8Array): void {
    this.#quietSince = this.#service.clock.now
    if (records) this.#socket.end(records)
    else this.#socket.end()
    this.#socket.resume()
  }

  // nginx takes an end of the connection for the end of the response, unless it keeps connections; a reset it does not mistake.
  #reset(): void {
    if (this.#socket.remoteAddress === undefined) this.#end()
    else this.#socket.write('', () => this.#socket.resetAndDestroy())
  }

  #refuse(reason: string): void {
    this.#service.settings.onError(new Error(`fastcgi: connection closed: ${reason}`))
    this.#socket.destroy()
  }

  #abortAll(): void {
    this.#settleDrained()
    for (const request of this.#requests.values()) request.disconnected()
    this.#requests.clear()
  }

  #settleDrained(): void {
    if (!this.#whenDrained) return
    this.#socket.setTimeout(0)
    this.#whenDrained.resolve()
    this.#whenDrained = undefined
  }
}
