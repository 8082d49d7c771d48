import type { Capabilities, Client, GatewayInfo, Tls } from './context.ts'

/** What a gateway knows of a request; members may be getters, and are read when the application asks. */
export interface Incoming {
  /** The method's token, in the case it was sent in. */
  readonly method: string
  /** The raw request target. */
  readonly target: string
  /** By which the client asked. */
  readonly scheme: 'http' | 'https'
  /** Host and port as in the URL; checked by `isAuthority`. */
  readonly authority: string
  /** Percent-encoded, `''` or `/x`. */
  readonly mount: string
  /** Percent-encoded and normalised as a URL's path is. */
  readonly path: string
  /** Percent-encoded, without `?`. */
  readonly query: string
  /** Name, value, name, value; names in any case, values latin1; repeated fields as received. */
  readonly fields: readonly string[]
  /** The body's chunks, or `null`. Iterated at most once; fails with a `GatewayError` when the peer breaks off. */
  readonly body: AsyncIterable<Uint8Array> | null
  /** The genuine request, where the gateway was handed one (`toFetch`). */
  readonly request?: Request | undefined
  /** Who asked. */
  readonly client: Client
  /** The client's TLS connection, or `null`. */
  readonly tls: Tls | null
  /** What carries the request. */
  readonly gateway: GatewayInfo
  /** What it can carry beyond a request and a response. */
  readonly can: Capabilities
  /** The trailer fields as a flat list, settled at the end of the body. */
  readonly trailers?: Promise<readonly string[]> | undefined
  /** Writes to the front server's error log; never throws. */
  log(line: string): void
  /** Keeps the process or the closing server alive until the promise, which never rejects, is settled. */
  waitUntil(promise: Promise<void>): void
  /** Sends an interim response; only called where `can.informational` is true. */
  sendInformational?(status: number, fields: readonly string[]): void
  /** The field that makes the front server send this file, where the server's options map it. */
  sendfile?(path: string): readonly [name: string, value: string] | null
}
