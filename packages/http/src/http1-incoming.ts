import type { Capabilities, Client, GatewayInfo, Incoming, Tls } from '@gangway/gateway'
import type { Arrival } from './arrival.ts'
import { capabilitiesOf } from './capabilities.ts'
import { gatewayInfoOf } from './gateway-info.ts'
import { bodyOfHttp1 } from './http1-body.ts'
import type { Http1Head } from './http1-head.ts'
import type { IncomingBody } from './incoming-body.ts'
import { withHost, withoutHopByHop } from './request-fields.ts'
import { waitFor } from './service.ts'

/** One HTTP/1 request: what is not needed to find the application is read when that asks. */
export class Http1Incoming implements Incoming {
  /** Where the body comes from. */
  readonly source: IncomingBody | null
  readonly #arrival: Arrival
  readonly #head: Http1Head
  #fields: readonly string[] | undefined

  constructor(arrival: Arrival, head: Http1Head) {
    this.source = bodyOfHttp1(arrival, head.framing)
    this.#arrival = arrival
    this.#head = head
  }

  get method(): string {
    return this.#arrival.message.method ?? ''
  }

  get target(): string {
    return this.#arrival.target
  }

  get scheme(): 'http' | 'https' {
    return this.#arrival.connection.scheme
  }

  get authority(): string {
    return this.#head.authority
  }

  get mount(): string {
    return this.#head.mount
  }

  get path(): string {
    const { mount, target } = this.#head
    return mount === '' ? target.path : target.path.slice(mount.length)
  }

  get query(): string {
    return this.#head.target.query
  }

  get fields(): readonly string[] {
    return (this.#fields ??= fieldsOf(this.#arrival.message.rawHeaders, this.#head))
  }

  get body(): AsyncIterable<Uint8Array> | null {
    return this.source?.queue ?? null
  }

  get trailers(): Promise<readonly string[]> {
    return trailersOf(this.source)
  }

  get client(): Client {
    return this.#arrival.connection.client
  }

  get tls(): Tls | null {
    return this.#arrival.connection.tls
  }

  get gateway(): GatewayInfo {
    return gatewayInfoOf(this.#isOld ? '1.0' : '1.1')
  }

  get can(): Capabilities {
    const { sendfile } = this.#arrival.connection.service.settings
    return capabilitiesOf({ isOld: this.#isOld, sendfile: sendfile !== undefined })
  }

  log(line: string): void {
    console.error(line)
  }

  waitUntil(promise: Promise<void>): void {
    waitFor(this.#arrival.connection.service.pending, promise)
  }

  /** Behind a response that is still on its way to the client there is no socket yet: the hint would come too late, and is left out. */
  sendInformational(status: number, fields: readonly string[]): void {
    const { socket } = this.#arrival.response
    if (socket?.writable) socket.write(informationalHead(status, fields), 'latin1')
  }

  sendfile(path: string): readonly [name: string, value: string] | null {
    return this.#arrival.connection.service.settings.sendfile?.(path) ?? null
  }

  get #isOld(): boolean {
    return this.#arrival.message.httpVersion === '1.0'
  }
}

function fieldsOf(rawHeaders: readonly string[], { framing, target, authority }: Http1Head): readonly string[] {
  const fields = framing.hasHopByHop ? withoutHopByHop(rawHeaders) : rawHeaders
  return target.authority === undefined || target.authority === framing.host ? fields : withHost(fields, authority)
}

async function trailersOf(body: IncomingBody | null): Promise<readonly string[]> {
  return body && (await body.queue.over) ? body.trailers : []
}

const informationalTexts: Readonly<Record<number, string>> = { 102: 'Processing', 103: 'Early Hints' }

function informationalHead(status: number, fields: readonly string[]): string {
  let head = `HTTP/1.1 ${status} ${informationalTexts[status] ?? 'Informational'}\r\n`
  for (let index = 0; index < fields.length; index += 2) head += `${fields[index]}: ${fields[index + 1]}\r\n`
  return `${head}\r\n`
}
