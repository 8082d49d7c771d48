// https://httpd.apache.org/docs/2.4/mod/mod_log_config.html#formats
import type { Access } from './access.ts'
import { clfTime } from './clf-time.ts'
import { escapeText } from './escape.ts'
import type { Note } from './log-entry.ts'

/** Makes the line for a request. */
export type Formatter = (access: Access) => string

/** Apache's own names for its formats. */
export const nicknames: Readonly<Record<'common' | 'combined', string>> = {
  common: '%h %l %u %t "%r" %>s %b',
  combined: '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"',
}

/** A piece of a line, from the text in braces; `undefined` is written as a hyphen. */
type Directive = (access: Access, argument: string) => string | undefined

const directives: Readonly<Record<string, Directive>> = {
  a: ({ context }) => context.client.address || undefined,
  b: ({ bytes }) => (bytes === 0 ? undefined : String(bytes)),
  B: ({ bytes }) => String(bytes),
  D: ({ milliseconds }) => String(Math.round(milliseconds * 1000)),
  h: ({ context }) => escapeText(context.client.host ?? context.client.address) || undefined,
  H: ({ context }) => escapeText(protocolOf(context)),
  l: () => undefined,
  L: ({ id }) => escapeText(id),
  m: ({ context }) => escapeText(context.method),
  P: () => String(process.pid),
  q: ({ context, redact }) => escapeText(queryOf(redact(context.target))),
  r: (access) => escapeText(requestLine(access)),
  s: ({ status }) => String(status),
  t: ({ time }) => clfTime(time),
  T: ({ milliseconds }) => String(Math.floor(milliseconds / 1000)),
  u: ({ user }) => (user === '' ? '""' : user && escapeText(user)),
  U: ({ context }) => escapeText(bytesOf(context.mount + context.path)),
  v: ({ context }) => escapeText(context.url.hostname),
  X: ({ outcome }) => (outcome === 'sent' ? undefined : 'X'),
}

const directivesWithArgument: Readonly<Record<string, Directive>> = {
  i: ({ context, redact }, name) =>
    escapedField(name === 'referer' ? redacted(context.headers.get(name), redact) : context.headers.get(name)),
  n: ({ notes }, name) => escapedField(notes.get(name)),
  o: ({ response }, name) => escapedField(response?.headers.get(name)),
}

const times: Readonly<Record<string, Directive>> = {
  't:sec': ({ time }) => String(Math.floor(time.getTime() / 1000)),
  't:msec': ({ time }) => String(time.getTime()),
  'T:s': ({ milliseconds }) => String(Math.floor(milliseconds / 1000)),
  'T:ms': ({ milliseconds }) => String(Math.floor(milliseconds)),
  'T:us': ({ milliseconds }) => String(Math.round(milliseconds * 1000)),
}

/**
 * A formatter from a format string as in Apache's `LogFormat`.
 * @throws {TypeError} when it has a directive that we do not know.
 */
export function apacheFormatter(format: string): Formatter {
  const pieces = format.split(/(%(?:%|[<>]?(?:\{[^}]*\})?[A-Za-z^]*))/).map(pieceFrom)
  return (access) => pieces.map((piece) => (typeof piece === 'string' ? piece : (piece(access) ?? '-'))).join('')
}

function pieceFrom(text: string, index: number): string | ((access: Access) => string | undefined) {
  if (index % 2 === 0) return text
  if (text === '%%') return '%'
  const [, argument, letter = '', rest = ''] = /^%[<>]?(?:\{([^}]*)\})?([A-Za-z])?(.*)$/.exec(text) ?? []
  const directive = directiveOf(letter, argument)
  if (!directive) throw new TypeError(`log: ${text} is not a directive that is known here`)
  const name = letter === 'n' ? (argument ?? '') : (argument ?? '').toLowerCase()
  return (access) => (directive(access, name) ?? '-') + rest
}

function directiveOf(letter: string, argument: string | undefined): Directive | undefined {
  const [table, name] =
    argument === undefined
      ? [directives, letter]
      : letter === 't' || letter === 'T'
        ? [times, `${letter}:${argument}`]
        : [directivesWithArgument, letter]
  return Object.hasOwn(table, name) ? table[name] : undefined
}

function requestLine({ context, redact }: Access): string {
  return `${context.method} ${redact(context.target)} ${protocolOf(context)}`
}

function queryOf(target: string): string {
  const mark = target.indexOf('?')
  return mark === -1 ? '' : target.slice(mark)
}

function protocolOf({ gateway }: Access['context']): string {
  return gateway.variables.SERVER_PROTOCOL ?? `HTTP/${gateway.version === '2' ? '2.0' : gateway.version}`
}

function bytesOf(path: string): string {
  return path.replace(/%([\da-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

function redacted(value: string | null, redact: Access['redact']): string | null {
  return value === null ? null : redact(value)
}

function escapedField(value: Note | undefined): string | undefined {
  return value === null || value === undefined ? undefined : escapeText(String(value))
}
