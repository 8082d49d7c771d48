import { sendfileWith, type SendfileOptions } from '@gangway/gateway'
import type { Limits, Listen, ServeOptions, Timeouts } from '@gangway/listen'
import type { TlsOptions } from 'node:tls'

/** Options of an HTTP server. */
export interface HttpOptions extends ServeOptions {
  /** Where to listen. Default: `127.0.0.1:3000`, with the environment's `HOST` and `PORT` in place of either. */
  listen?: Listen
  /** Key and certificate (`{ key, cert }`), and whatever else node:tls understands: the server then speaks TLS. Default: none. */
  tls?: Omit<TlsOptions, 'ALPNProtocols' | 'ALPNCallback'>
  /**
   * HTTP/2 beside HTTP/1: over TLS as ALPN finds out, without TLS to clients that begin with HTTP/2's preface (prior knowledge).
   * Default: `true` with `tls`, else `false`.
   */
  http2?: boolean
  /** Peers that begin each connection with a PROXY header, version 1 or 2, which says who the client is; as in `allow`. Default: none. */
  proxyProtocol?: readonly string[]
  /** Peers that may connect: addresses, CIDR ranges, `loopback`, `unix`. Default: all. */
  allow?: readonly string[]
  /** How a front server takes a file by name instead of its bytes. Default: the bytes are sent. */
  sendfile?: SendfileOptions
  limits?: HttpLimits
  timeouts?: HttpTimeouts
}

/** What a client may send; more is refused with the status named. */
export interface HttpLimits extends Limits {
  /** Bytes of a request's head: 431. Default: `32768`. */
  header?: number
  /** Fields of a request: 431. Default: `200`. */
  headerCount?: number
  /** Bytes of a request's body: 413. Default: no limit, for it is streamed. */
  body?: number
  /** Connections at a time; further ones are closed at once. Default: no limit. */
  connections?: number
  /** Requests on one connection, after which it is closed. Default: no limit. */
  requests?: number
}

/** Milliseconds; `0` is for ever. They are kept to an eighth of the shortest, or to a second. */
export interface HttpTimeouts extends Timeouts {
  /** From a request's first byte to the end of its head: 408. Default: `30000`. */
  header?: number
  /** Between two pieces of a request's body that the application waits for: 408. Default: `30000`. */
  body?: number
  /** A connection without a request is kept open. Default: `65000`. */
  idle?: number
  /** A client may leave what we send unread; then the connection is cut. Default: `30000`. */
  write?: number
  /** From the head to the application's response; then the signal fires and the client gets 503. Default: `0`. */
  handler?: number
}

/** The options with defaults, as the connections read them. */
export interface Settings {
  readonly headerBytes: number
  readonly headerCount: number
  readonly bodyBytes: number
  readonly connections: number
  readonly requestsPerConnection: number
  readonly headerTimeout: number
  readonly bodyTimeout: number
  readonly idleTimeout: number
  readonly writeTimeout: number
  readonly handlerTimeout: number
  readonly sendfile: ((path: string) => readonly [name: string, value: string] | null) | undefined
  readonly onError: (error: Error) => void
}

/** Default limits and timeouts of this adapter. */
export function settingsFrom(options: Pick<HttpOptions, 'limits' | 'timeouts' | 'sendfile' | 'onError'>): Settings {
  const { limits = {}, timeouts = {}, sendfile, onError = printError } = options
  return {
    headerBytes: limits.header ?? 32_768,
    headerCount: limits.headerCount ?? 200,
    bodyBytes: limits.body ?? Number.POSITIVE_INFINITY,
    connections: limits.connections ?? Number.POSITIVE_INFINITY,
    requestsPerConnection: limits.requests ?? Number.POSITIVE_INFINITY,
    headerTimeout: timeouts.header ?? 30_000,
    bodyTimeout: timeouts.body ?? 30_000,
    idleTimeout: timeouts.idle ?? 65_000,
    writeTimeout: timeouts.write ?? 30_000,
    handlerTimeout: timeouts.handler ?? 0,
    sendfile: sendfile && sendfileWith(sendfile),
    onError,
  }
}

function printError(error: Error): void {
  console.error(error.message)
}
