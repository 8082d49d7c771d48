import { sendfileWith, type SendfileOptions } from '@gangway/gateway'
import type { ServeOptions } from '@gangway/listen'

/** Options of a FastCGI server. Where nothing is said, `listen` is descriptor 0, which a process manager hands over. */
export interface FastcgiOptions extends ServeOptions {
  /**
   * Several requests at a time on one connection, which only HAProxy asks for (`option mpxs-conns`). FastCGI has no flow control:
   * a request whose body is not read while others are active is answered with 503. Default: `false`.
   */
  multiplex?: boolean
  /** The path under which the front server mounts the application, where it does not say so in SCRIPT_NAME (nginx). Default: what SCRIPT_NAME says. */
  mount?: string
  /** How the front server takes a file by name instead of its bytes. Default: the bytes are sent. */
  sendfile?: SendfileOptions
}

/** The options with defaults, as the connections read them. */
export interface Settings {
  readonly multiplex: boolean
  /** Requests under way at a time on one connection. */
  readonly requestsAtOnce: number
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
  readonly mount: string | undefined
  readonly sendfile: (path: string) => readonly [name: string, value: string] | null
  readonly canSendfile: boolean
  readonly onError: (error: Error) => void
}

/** Default limits and timeouts of this adapter. */
export function settingsFrom({
  limits = {},
  timeouts = {},
  multiplex = false,
  mount,
  sendfile,
  onError = printError,
}: FastcgiOptions): Settings {
  return {
    multiplex,
    requestsAtOnce: multiplex ? 100 : 1,
    headerBytes: limits.header ?? 131_072,
    headerCount: limits.headerCount ?? 1000,
    bodyBytes: limits.body ?? Number.POSITIVE_INFINITY,
    connections: limits.connections ?? Number.POSITIVE_INFINITY,
    requestsPerConnection: limits.requests ?? Number.POSITIVE_INFINITY,
    headerTimeout: timeouts.header ?? 30_000,
    bodyTimeout: timeouts.body ?? 60_000,
    idleTimeout: timeouts.idle ?? 0,
    writeTimeout: timeouts.write ?? 60_000,
    handlerTimeout: timeouts.handler ?? 0,
    mount,
    sendfile: sendfile ? sendfileWith(sendfile) : () => null,
    canSendfile: sendfile !== undefined,
    onError,
  }
}

function printError(error: Error): void {
  console.error(error.message)
}
