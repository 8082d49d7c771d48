import type { Context } from '@gangway/gateway'
import type { Access } from './access.ts'
import { apacheFormatter, nicknames, type Formatter } from './apache-format.ts'
import { oneLine } from './escape.ts'
import { jsonLine } from './json-format.ts'
import { redactor } from './redact.ts'

/** How a line looks, and where it goes. */
export interface LogOptions {
  /** `'common'`, `'combined'`, `'json'`, a format string of Apache's `LogFormat`, or a function. Default: `'combined'`. */
  format?: string | ((access: Access) => string)
  /** Gets each line, without its end. Default: standard output under HTTP, else the front server's error log. */
  write?: (line: string) => void
  /** Query parameters whose values are not written, in any case. Default: `access_token`, `api_key`, `password`, `secret` and `token`. */
  redact?: readonly string[]
  /** The field in which a trusted proxy gives the request's id, such as `'x-request-id'`. Default: none, each id is new. */
  idFrom?: string
  /** The field of the response that tells the id. Default: none. */
  idTo?: string
}

/** Options, checked and complete. */
export interface Settings {
  readonly format: Formatter
  readonly write: (line: string, context: Context) => void
  readonly redact: (target: string) => string
  readonly idFrom: string | undefined
  readonly idTo: string | undefined
}

const secrets = ['access_token', 'api_key', 'password', 'secret', 'token']

/**
 * @throws {TypeError} when an option is wrong.
 */
export function settingsFrom({ format = 'combined', write, redact = secrets, idFrom, idTo }: LogOptions): Settings {
  if (write !== undefined && typeof write !== 'function') throw new TypeError('log: write is a function of a line')
  if (!Array.isArray(redact) || redact.some((name) => typeof name !== 'string')) throw new TypeError('log: redact is a list of names')
  for (const field of [idFrom, idTo])
    if (field !== undefined && !/^[a-z][a-z\d-]*$/i.test(field))
      throw new TypeError(`log: ${JSON.stringify(field)} is not the name of a field`)
  return { format: formatterFrom(format), write: write ?? writeByDefault, redact: redactor(redact), idFrom, idTo }
}

function formatterFrom(format: NonNullable<LogOptions['format']>): Formatter {
  if (typeof format === 'function') return (access) => oneLine(String(format(access)))
  if (format === 'json') return jsonLine
  if (format === 'common' || format === 'combined') return apacheFormatter(nicknames[format])
  if (typeof format === 'string' && format.includes('%')) return apacheFormatter(oneLine(format))
  throw new TypeError("log: format is 'common', 'combined', 'json', a format string or a function")
}

// A CGI program's standard output is its response, and a FastCGI one has none.
function writeByDefault(line: string, context: Context): void {
  const { protocol } = context.gateway
  if (protocol === 'http' || protocol === 'fetch') console.log(line)
  else context.log(line)
}
