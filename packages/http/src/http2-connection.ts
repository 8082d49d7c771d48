import type { Client, Tls } from '@gangway/gateway'
import type { Http2Session } from 'node:http2'
import type { Socket } from 'node:net'
import { isTls } from './is-tls.ts'
import { clientOf } from './client.ts'
import { Countdown, type Ticking } from './clock.ts'
import type { Service } from './service.ts'
import { tlsInfo } from './tls-info.ts'

/** One connection of HTTP/2. */
export class Http2Connection implements Ticking {
  readonly service: Service
  readonly client: Client
  readonly scheme: 'http' | 'https'
  readonly #session: Http2Session
  readonly #socket: Socket
  readonly #quiet = new Countdown()
  #active = 0
  #requests = 0
  #tls: Tls | undefined

  constructor(session: Http2Session, service: Service, client: Client = clientOf(session.socket)) {
    this.#session = session
    this.#socket = session.socket
    this.service = service
    this.client = client
    this.scheme = session.encrypted === true ? 'https' : 'http'
    this.#quiet.start(service.patience.idle)
    service.clock.add(this)
    session.on('close', () => service.clock.remove(this))
  }

  get tls(): Tls | null {
    if (!isTls(this.#socket)) return null
    return (this.#tls ??= tlsInfo(this.#socket))
  }

  /** A request has begun. */
  began(): void {
    this.#active += 1
    this.#requests += 1
    this.#quiet.stop()
    if (this.#requests >= this.service.settings.requestsPerConnection) this.drain()
  }

  /** A request's stream is closed. */
  ended(): void {
    this.#active -= 1
    if (this.#active === 0) this.#quiet.start(this.service.patience.idle)
  }

  /** GOAWAY: no request after those that have begun. */
  drain(): void {
    this.#session.close()
  }

  tick(): void {
    if (!this.#quiet.tick()) return
    if (this.#session.closed) {
      this.#session.destroy()
      return
    }
    this.drain()
    // The client does not even read our goodbye.
    this.#quiet.start(this.service.patience.write)
  }
}
