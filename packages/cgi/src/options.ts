import { sendfileWith, type Application, type SendfileOptions } from '@gangway/gateway'

/** Options of a CGI program. */
export interface CgiOptions {
  /** The path under which the web server has the program, where SCRIPT_NAME does not say so. Default: what SCRIPT_NAME says. */
  mount?: string
  /** Whether the server hands the response to the client as it is (non-parsed header). Default: whether the program's name begins with `nph-`. */
  nph?: boolean
  /** How the web server takes a file by name instead of its bytes. Default: the bytes are sent. */
  sendfile?: SendfileOptions
  /** Milliseconds after the response until the process ends, whatever still runs. Default: `10000`. */
  grace?: number
  limits?: {
    /** Bytes of a request's body; more is answered with 413. Default: none. */
    body?: number
  }
  timeouts?: {
    /** Milliseconds until the application's response; then the client gets 503. Default: `0`, none. */
    handler?: number
  }
}

const longestTimeout = 2 ** 31 - 1

/** The options with defaults. */
export interface Settings {
  readonly mount: string | undefined
  readonly nph: boolean | undefined
  readonly sendfile: ((path: string) => readonly [name: string, value: string] | null) | undefined
  readonly grace: number
  readonly bodyBytes: number
  readonly handlerTimeout: number
}

/**
 * Checks what `serve` was given.
 * @throws {TypeError} when it cannot be meant so.
 */
export function settingsFrom(app: Application, { mount, nph, sendfile, grace = 10_000, limits = {}, timeouts = {} }: CgiOptions): Settings {
  if (typeof app !== 'function') throw new TypeError(`cgi: serve() takes an application, not ${app === null ? 'null' : typeof app}`)
  const { body = Number.POSITIVE_INFINITY } = limits
  const { handler = 0 } = timeouts
  if (mount !== undefined && !/^(?:\/[^]*[^/])?$/.test(mount))
    throw new TypeError("cgi: the option mount is '' or '/x', without a slash at its end")
  for (const [name, value] of Object.entries({ grace, 'limits.body': body, 'timeouts.handler': handler })) {
    if (typeof value !== 'number' || !(value >= 0)) throw new TypeError(`cgi: the option ${name} is a number that is not negative`)
  }
  return {
    mount,
    nph,
    sendfile: sendfile && sendfileWith(sendfile),
    grace: Math.min(grace, longestTimeout),
    bodyBytes: body,
    handlerTimeout: handler,
  }
}
