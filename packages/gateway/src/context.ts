import type { HeaderInit, ReadonlyHeaders } from './header-list.ts'
import type { RequestBody } from './request-body.ts'

/** What a server calls: one request in, one response out. `Added` is what the middleware around it put on the context. */
export type Application<Added extends object = {}> = (context: Context & Added) => Response | Promise<Response>

/** A layer around an application. `Adds` is what it puts on the context for the inside, `Needs` what it wants from the outside. */
export type Middleware<Adds extends object = {}, Needs extends object = {}> = (app: Application<Needs & Adds>) => Application<Needs>

/** Who asked, as far as the server knows (CGI: REMOTE_ADDR, REMOTE_PORT, REMOTE_HOST, REMOTE_USER, AUTH_TYPE). */
export interface Client {
  /** IPv4 or IPv6 text without brackets; `''` when the server does not know it (a unix socket). */
  readonly address: string
  /** TCP port of the client's end. */
  readonly port?: number
  /** Host name, when the server looked it up. */
  readonly host?: string
  /** The user whom the front server authenticated. Trust it only where the front server is configured to set it. */
  readonly user?: string
  /** The scheme with which the front server authenticated, such as `Basic`. */
  readonly authType?: string
}

/** The TLS connection of the client, as far as the server knows it; one shape for node:tls, SSL_* variables and AJP attributes. */
export interface Tls {
  /** Such as `TLSv1.3`. */
  readonly protocol?: string
  /** The cipher suite's name. */
  readonly cipher?: string
  /** The name the client asked for (Server Name Indication). */
  readonly sni?: string
  /** The certificate the client showed; `verified` is true only if the server checked it against its authorities. */
  readonly clientCertificate?: {
    readonly pem?: string
    readonly subject?: string
    readonly issuer?: string
    readonly serial?: string
    readonly verified: boolean
  }
}

/** The gateway that carried the request. */
export interface GatewayInfo {
  /** What it speaks with its peer. */
  readonly protocol: 'http' | 'cgi' | 'fastcgi' | 'scgi' | 'ajp' | 'fetch'
  /** The protocol's version: `1.0`, `1.1`, `2` for HTTP, `1.1` for CGI, `1.0` for FastCGI. */
  readonly version: string
  /** The front server's name for itself (SERVER_SOFTWARE), `''` when it says none. */
  readonly software: string
  /** FastCGI's role. */
  readonly role?: 'responder' | 'authorizer' | 'filter'
  /** Whether other processes may serve the same application at the same time. */
  readonly multiprocess: boolean
  /** Whether the process ends after this request (CGI). */
  readonly runOnce: boolean
  /** The raw meta-variables, latin1, in an object without prototype; empty on HTTP. */
  readonly variables: Readonly<Record<string, string>>
  /** AJP's request attributes. */
  readonly attributes?: Readonly<Record<string, string>>
  /** After an internal redirect of Apache: the request before it (REDIRECT_STATUS, REDIRECT_URL, REDIRECT_QUERY_STRING). */
  readonly redirect?: { readonly status: number; readonly url: string; readonly query: string }
  /** FastCGI's Filter role: the file the server wants filtered. */
  readonly data?: { readonly stream: AsyncIterable<Uint8Array>; readonly length: number; readonly lastModified: number }
}

/** What this gateway can carry beyond a request and a response. */
export interface Capabilities {
  /** Interim 1xx responses such as 103 Early Hints. */
  readonly informational: boolean
  /** Trailer fields, of the request and of the response. */
  readonly trailers: boolean
  /** Upgrading the connection to another protocol. */
  readonly upgrade: boolean
  /** Handing a file to the front server by name (X-Sendfile, X-Accel-Redirect). */
  readonly sendfile: boolean
  /** Sending the response while the request is still being read. */
  readonly fullDuplex: boolean
}

/** How an exchange ended: `sent` whole, `aborted` by the client, or `failed` on our side. */
export interface Completion {
  readonly outcome: 'sent' | 'aborted' | 'failed'
  /** The status that was sent: that of the application, of a part of its file, or of the answer to an error. Absent when there was none. */
  readonly status?: number
  /** Bytes of the response's body that were handed to the client's connection. */
  readonly bytes: number
  /** From the request's head to the end. */
  readonly milliseconds: number
}

/** What `context.with()` can change. */
export interface ContextChanges {
  /** Another method. */
  method?: string
  /** Another consumed prefix: `''` or `/x`, percent-encoded. */
  mount?: string
  /** Another rest of the path: `''` or `/…`, percent-encoded and without dot segments. */
  path?: string
  /** Another query, percent-encoded and without `?`. */
  query?: string
  /** Another URL, absolute; `mount` stays where the path still begins with it. */
  url?: URL | string
  /** All fields; those that are not named are gone. */
  headers?: HeaderInit
  /** Another body, or none. */
  body?: AsyncIterable<Uint8Array> | null
  /** Another client, such as the one a proxy names. */
  client?: Client
  /** Another TLS connection, or none. */
  tls?: Tls | null
  /** Another signal. */
  signal?: AbortSignal
  /** A request that gives method, URL, fields, body and signal, but for what is changed beside it. */
  request?: Request
}

/** One request, as an application sees it. */
export interface Context {
  /** The method's token, in the case it was sent in (REQUEST_METHOD). */
  readonly method: string
  /** The absolute URL the client asked for, without fragment. */
  readonly url: URL
  /** The percent-encoded prefix of the path that is already consumed: `''` or `/x`, never with a slash at its end (SCRIPT_NAME). */
  readonly mount: string
  /** The percent-encoded rest of the path: `''` or `/…` (PATH_INFO). */
  readonly path: string
  /** Without `?`; `''` when absent (QUERY_STRING). */
  readonly query: string
  /** The raw request target, `*` and absolute-form included (REQUEST_URI). */
  readonly target: string
  /** The request's fields, read-only. */
  readonly headers: ReadonlyHeaders
  /** The request's body, read once and pulled as it is read; `null` when there is none. Fails with `ERR_BODY_TRUNCATED` when the peer sent less than it promised. */
  readonly body: RequestBody | null
  /**
   * The same request as a genuine Fetch `Request`; its body and signal are those of the context. For GET and HEAD it has no body.
   * @throws {GatewayError} `ERR_METHOD_NOT_SUPPORTED` for CONNECT, TRACE and TRACK, which Fetch forbids.
   */
  readonly request: Request
  /** Fires once, with an `AbortError`, and only if the client left before the exchange was complete. */
  readonly signal: AbortSignal
  /** Who asked. */
  readonly client: Client
  /** `null` when the client's connection is not encrypted. */
  readonly tls: Tls | null
  /** What carried the request. */
  readonly gateway: GatewayInfo
  /** What it can carry beyond a request and a response. */
  readonly can: Capabilities
  /** The request's trailer fields, settled at the end of the body; empty where `can.trailers` is false. */
  readonly trailers: Promise<ReadonlyHeaders>
  /** How the exchange ended; never rejects. */
  readonly completed: Promise<Completion>
  /**
   * Sends an interim response (RFC 9110 §15.2).
   * @throws {DOMException} `NotSupportedError` where `can.informational` is false, `InvalidStateError` after the response began.
   * @throws {RangeError} when the status is not 102 to 199.
   */
  sendInformational(status: number, headers?: HeaderInit): void
  /** Work that may outlive the response; a CGI process and a closing server wait for it. */
  waitUntil(promise: PromiseLike<unknown>): void
  /** Writes a line to the front server's error log, or stderr. */
  log(message: unknown): void
  /**
   * A derived context, with what was added to this one; this one stays as it is.
   * @throws {TypeError} when a change is not what a request could have.
   */
  with(changes: ContextChanges): this
}
