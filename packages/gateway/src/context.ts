/** Who asked, as far as the server knows (CGI: REMOTE_ADDR, REMOTE_PORT, REMOTE_HOST, REMOTE_USER, AUTH_TYPE). */
export interface Client {
  /** IPv4 or IPv6 text without brackets; `''` when the server does not know it (a unix socket). */
  readonly address: string
  /** TCP port of the client's end. */
  readonly port?: number
  /** Host name, when the server looked it up. */
  readonly host?: string
  /** The user the front server authenticated. Only trust it where the front server is configured to set it. */
  readonly user?: string
  /** The scheme the front server authenticated with, such as `Basic`. */
  readonly authType?: string
}
