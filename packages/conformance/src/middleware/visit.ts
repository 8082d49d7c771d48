import { exchange, parseTarget, type Application, type Exchange, type Incoming } from '@gangway/gateway'
import { Received, type Decode } from './received.ts'

/** A request of a case. */
export interface CaseRequest {
  /** Default: `GET`. */
  readonly method?: string
  /** Path and query. Default: that of the options. */
  readonly target?: string
  /** Fields beside those of the options. */
  readonly headers?: Readonly<Record<string, string>>
  /** Default: none. */
  readonly body?: AsyncIterable<Uint8Array>
}

/** Where all requests of a contract go, and what they have. */
export interface Place {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
}

/** One request on its way through an application, over a gateway in memory. */
export class Visit {
  readonly logged: string[] = []
  readonly interim: (readonly [status: number, fields: readonly string[]])[] = []
  readonly waited: Promise<void>[] = []
  readonly #received: Received
  readonly #exchange: Exchange

  constructor(app: Application, request: CaseRequest, place: Place, decode: Decode) {
    this.#received = new Received(decode)
    this.#exchange = exchange(app, this.#incoming(request, place), this.#received)
  }

  /** The response, when its head is there. */
  get received(): Promise<Received> {
    return this.#received.begun
  }

  /** The client leaves. */
  leave(): void {
    this.#exchange.abort()
  }

  #incoming({ method = 'GET', target, headers = {}, body }: CaseRequest, place: Place): Incoming {
    const { url } = place
    const asked = target ?? url.pathname + url.search
    const all = { host: url.host, ...place.headers, ...headers }
    return {
      method,
      target: asked,
      scheme: url.protocol === 'https:' ? 'https' : 'http',
      authority: url.host,
      mount: '',
      ...parseTarget(method, asked),
      fields: Object.entries(all).flat(),
      body: body ?? null,
      client: { address: '192.0.2.1', port: 49_152 },
      tls: null,
      gateway: {
        protocol: 'http',
        version: '1.1',
        software: 'contract',
        multiprocess: false,
        runOnce: false,
        variables: Object.create(null),
      },
      can: { informational: true, trailers: true, upgrade: false, sendfile: false, fullDuplex: true },
      log: (line) => this.logged.push(line),
      waitUntil: (promise) => this.waited.push(promise),
      sendInformational: (status, fields) => this.interim.push([status, fields]),
    }
  }
}
