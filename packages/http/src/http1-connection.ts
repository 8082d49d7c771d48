import { GatewayError, statusTextOf, type Client, type Exchange, type Tls } from '@gangway/gateway'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { isTls } from './is-tls.ts'
import { clientOf } from './client.ts'
import { Countdown, type Ticking } from './clock.ts'
import type { IncomingBody } from './incoming-body.ts'
import type { Service } from './service.ts'
import { tlsInfo } from './tls-info.ts'
import { truncated } from './truncated.ts'

/** The response that is under way. */
export interface Turn {
  readonly body: IncomingBody | null
  readonly exchange: Exchange | undefined
  /** Whether a chunk waits for the client. */
  readonly isBlocked: boolean
  /** The client takes more, or has left. */
  release(): void
}

/** A request that waits for the response before it. */
export interface Queued {
  answer(): void
  abandon(error: GatewayError): void
}

/** `busy` with a response; in a request's `head`; an unread body `drain`s; we said goodbye and let the client `linger`. */
type Phase = 'idle' | 'head' | 'busy' | 'drain' | 'linger'

const mostQueued = 32

/** One connection of HTTP/1: requests are answered one after the other. */
export class Http1Connection implements Ticking {
  readonly service: Service
  readonly client: Client
  readonly scheme: 'http' | 'https'
  /** Whether the next response is the last. */
  isLast = false
  /** Whether the client was told so. */
  saidClose = false
  readonly #socket: Socket
  readonly #reading = new Countdown()
  readonly #writing = new Countdown()
  readonly #quiet = new Countdown()
  readonly #queued: Queued[] = []
  #phase: Phase = 'idle'
  #turn: Turn | undefined
  #newest: IncomingMessage | undefined
  #unflushed: ServerResponse | undefined
  #requests = 0
  #bytesAtRest: number | undefined = 0
  #isBroken = false
  #tls: Tls | undefined

  constructor(socket: Socket, service: Service, client: Client = clientOf(socket)) {
    this.#socket = socket
    this.service = service
    this.client = client
    this.scheme = isTls(socket) ? 'https' : 'http'
    this.#quiet.start(service.patience.idle)
    service.clock.add(this)
    socket.on('close', () => this.#closed())
  }

  get tls(): Tls | null {
    if (!isTls(this.#socket)) return null
    return (this.#tls ??= tlsInfo(this.#socket))
  }

  /** Whether a request has to wait for the response before it. */
  get isBusy(): boolean {
    return this.#turn !== undefined || this.#queued.length > 0
  }

  /** Whether requests that still come are left unanswered. */
  get isOver(): boolean {
    return this.#isBroken || this.saidClose
  }

  /** A request's head has come. */
  received(message: IncomingMessage): void {
    this.#newest = message
    this.#requests += 1
    if (this.#requests >= this.service.settings.requestsPerConnection) this.isLast = true
  }

  queue(request: Queued): void {
    // Not at once: node:http makes the socket flow again after each request it has parsed.
    if (this.#queued.push(request) === mostQueued) process.nextTick(() => this.#socket.pause())
  }

  begin(turn: Turn): void {
    this.#turn = turn
    this.#phase = 'busy'
    this.#quiet.stop()
  }

  /** The response was handed to node:http. */
  answered({ body }: Turn, response: ServerResponse): void {
    this.#turn = undefined
    body?.discard()
    if (this.#socket.writableLength > 0 || !response.socket) this.#awaitFlush(response)
    if (this.isLast && !this.saidClose) this.#closeAfter(response)
    this.#enter('drain')
    if (this.#queued.length > 0) queueMicrotask(() => this.#next())
  }

  /** Breaks the connection within a response: after what was written of it, or with a reset where the end would look like that of the body. */
  cut({ reset }: { reset: boolean }): void {
    const socket = this.#socket
    this.saidClose = true
    if (!reset) {
      this.awaitWrite()
      socket.destroySoon()
    } else if (socket.remotePort === undefined || isTls(socket)) socket.destroy()
    // Only TCP has resets.
    else socket.resetAndDestroy()
  }

  awaitBody(): void {
    this.#reading.start(this.service.patience.body)
  }

  gotBody(): void {
    this.#reading.stop()
  }

  awaitWrite(): void {
    this.#writing.start(this.service.patience.write)
  }

  wrote(): void {
    if (this.#turn?.isBlocked) this.awaitWrite()
    else this.#writing.stop()
  }

  /** What came is not HTTP, or too much, or too late: nothing that follows can be understood. */
  refuse(error: GatewayError): void {
    if (this.#isBroken) return
    this.#isBroken = true
    this.isLast = true
    this.service.settings.onError(error)
    if (this.#turn) this.#turn.body?.queue.fail(error)
    else if (this.#unflushed) this.#closeAfter(this.#unflushed)
    else if (this.#isComplete) this.#farewell(error.status)
    else this.#socket.destroySoon()
  }

  /** No request after those that have begun. */
  drain(): void {
    this.isLast = true
    const isIdle = this.#phase === 'idle' ? !this.#hasNews() : this.#phase === 'drain' && this.#isComplete
    if (isIdle) this.#socket.destroySoon()
  }

  /** How node:http is to close the connection: while the client still sends, destroying it would reset it and lose the response. */
  closeGently(): void {
    const socket = this.#socket
    const destroySoon = socket.destroySoon.bind(socket)
    socket.destroySoon = () => {
      if (this.#isComplete) return destroySoon()
      socket.end()
      this.#enter('linger')
    }
  }

  tick(): void {
    if (this.#reading.tick()) this.#failLateBody()
    if (this.#writing.tick()) this.#socket.destroy()
    if (this.#phase === 'idle') this.#watchForHead()
    else if (this.#phase === 'drain' && this.#isComplete) this.#enter('idle')
    if (this.#quiet.tick()) this.#expire()
  }

  // Whether all of the newest request has come.
  get #isComplete(): boolean {
    return this.#newest?.complete !== false
  }

  #next(): void {
    const queued = this.#queued.shift()
    if (this.#queued.length === mostQueued / 2) this.#socket.resume()
    if (this.isOver) queued?.abandon(truncated())
    else queued?.answer()
  }

  #awaitFlush(response: ServerResponse): void {
    this.#unflushed = response
    this.awaitWrite()
    response.once('finish', () => {
      this.#unflushed = undefined
      this.wrote()
    })
  }

  #closeAfter(response: ServerResponse): void {
    response.once('finish', () => this.#socket.destroySoon())
  }

  #enter(phase: Exclude<Phase, 'busy'>): void {
    const { patience } = this.service
    this.#phase = phase
    this.#bytesAtRest = undefined
    this.#quiet.start(phase === 'idle' ? patience.idle : phase === 'head' ? patience.header : patience.drain)
  }

  #watchForHead(): void {
    if (this.#hasNews()) this.#enter('head')
    else this.#bytesAtRest ??= this.#socket.bytesRead
  }

  // Asked once a tick and not after each response: the getter costs 0.1 µs.
  #hasNews(): boolean {
    return this.#bytesAtRest !== undefined && this.#bytesAtRest !== this.#socket.bytesRead
  }

  #expire(): void {
    if (this.#phase === 'head') this.refuse(late('head', this.service.settings.headerTimeout))
    else this.#socket.destroy()
  }

  #failLateBody(): void {
    this.isLast = true
    this.#turn?.body?.queue.fail(late('body', this.service.settings.bodyTimeout))
  }

  #farewell(status: number): void {
    const text = `${statusTextOf(status)}\n`
    const fields = `Content-Type: text/plain; charset=utf-8\r\nContent-Length: ${text.length}\r\nConnection: close`
    if (this.#socket.writable) this.#socket.end(`HTTP/1.1 ${status} ${statusTextOf(status)}\r\n${fields}\r\n\r\n${text}`)
    this.#enter('linger')
    this.#socket.resume()
  }

  #closed(): void {
    this.service.clock.remove(this)
    const turn = this.#turn
    this.#turn = undefined
    turn?.exchange?.abort()
    turn?.body?.queue.fail(truncated())
    turn?.release()
    for (const queued of this.#queued.splice(0)) queued.abandon(truncated())
  }
}

function late(what: string, milliseconds: number): GatewayError {
  return new GatewayError('ERR_TIMEOUT', `http: nothing more of a request's ${what} within ${milliseconds} ms`)
}
