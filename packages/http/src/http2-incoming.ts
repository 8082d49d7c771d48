import type { Capabilities, Client, GatewayInfo, Incoming, Tls } from '@gangway/gateway'
import { capabilitiesOf } from './capabilities.ts'
import { gatewayInfoOf } from './gateway-info.ts'
import { bodyOfHttp2 } from './http2-body.ts'
import type { Http2Head } from './http2-head.ts'
import type { Http2Turn } from './http2-turn.ts'
import type { IncomingBody } from './incoming-body.ts'
import { waitFor } from './service.ts'

/** One HTTP/2 request. */
export class Http2Incoming implements Incoming {
  /** Where the body comes from. */
  readonly source: IncomingBody | null
  readonly mount = ''
  readonly #turn: Http2Turn
  readonly #head: Http2Head

  constructor(turn: Http2Turn, head: Http2Head) {
    this.source = bodyOfHttp2(turn, head)
    this.#turn = turn
    this.#head = head
  }

  get method(): string {
    return this.#head.method
  }

  get target(): string {
    return this.#head.rawTarget
  }

  get scheme(): 'http' | 'https' {
    return this.#turn.connection.scheme
  }

  get authority(): string {
    return this.#head.authority
  }

  get path(): string {
    return this.#head.target.path
  }

  get query(): string {
    return this.#head.target.query
  }

  get fields(): readonly string[] {
    return this.#head.fields
  }

  get body(): AsyncIterable<Uint8Array> | null {
    return this.source?.queue ?? null
  }

  get trailers(): Promise<readonly string[]> {
    return trailersOf(this.source)
  }

  get client(): Client {
    return this.#turn.connection.client
  }

  get tls(): Tls | null {
    return this.#turn.connection.tls
  }

  get gateway(): GatewayInfo {
    return gatewayInfoOf('2')
  }

  get can(): Capabilities {
    return capabilitiesOf({ isOld: false, sendfile: this.#turn.connection.service.settings.sendfile !== undefined })
  }

  log(line: string): void {
    console.error(line)
  }

  waitUntil(promise: Promise<void>): void {
    waitFor(this.#turn.connection.service.pending, promise)
  }

  sendInformational(status: number, fields: readonly string[]): void {
    this.#turn.inform(status, fields)
  }

  sendfile(path: string): readonly [name: string, value: string] | null {
    return this.#turn.connection.service.settings.sendfile?.(path) ?? null
  }
}

async function trailersOf(body: IncomingBody | null): Promise<readonly string[]> {
  return body && (await body.queue.over) ? body.trailers : []
}
