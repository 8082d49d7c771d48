import type { Listen } from './address.ts'

/** What every server's `serve(app, options)` understands. */
export interface ServeOptions {
  /** Where to listen. */
  listen?: Listen
  limits?: Limits
  timeouts?: Timeouts
  /** Peers that may connect: addresses, CIDR ranges, `loopback`, `unix`. Default: all, where the address is not a wildcard. */
  allow?: readonly string[]
  /** Closes the server, as `close()` does, when it is aborted. */
  signal?: AbortSignal
  /** Signals on which the process closes its servers and ends; `[]` for none. Default: `['SIGTERM', 'SIGINT']`. */
  signals?: readonly NodeJS.Signals[]
  /** Milliseconds that requests under way get when a signal closes the server. Default: `10000`. */
  grace?: number
  /** Gets what goes wrong outside an application: malformed requests, connections that break. Default: a line on stderr. */
  onError?: (error: Error) => void
}

/** What a peer may send; more is refused in the protocol's own words. */
export interface Limits {
  /** Bytes of a request's head (HTTP fields, FastCGI params). */
  header?: number
  /** Fields or variables of a request. */
  headerCount?: number
  /** Bytes of a request's body. Default: no limit, for it is streamed. */
  body?: number
  /** Connections at a time; further ones are closed at once. Default: no limit. */
  connections?: number
  /** Requests on one connection, after which it is closed. Default: no limit. */
  requests?: number
}

/** Milliseconds; `0` is for ever. */
export interface Timeouts {
  /** From a request's first byte to the end of its head. */
  header?: number
  /** Between two pieces of a request's body. */
  body?: number
  /** An idle connection is kept open. */
  idle?: number
  /** A peer may leave what we send unread. */
  write?: number
  /** From the head to the application's response; then the signal fires and the client gets 503. Default: `0`. */
  handler?: number
}
