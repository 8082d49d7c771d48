// https://www.rfc-editor.org/rfc/rfc3875 §4.1
import { isFieldValue, isToken } from './http-field.ts'
import { WireError } from './wire-error.ts'

/** Meta-variables by name, without a prototype, since a client chooses names such as `HTTP___PROTO__`. */
export type Variables = Record<string, string>

export interface VariablesOptions {
  /** What becomes of a field with `_` in its name, which would pass for one with `-`. Default: `'drop'`. */
  underscores?: 'drop' | 'keep'
}

const singular = new Set(['CONTENT_LENGTH', 'REQUEST_METHOD'])
// HTTP_PROXY would be taken for the proxy of outgoing requests; the other two exist without HTTP_ and may differ there.
const unsafe = new Set(['HTTP_PROXY', 'HTTP_CONTENT_LENGTH', 'HTTP_CONTENT_TYPE'])
const exportable = { drop: /^[\dA-Za-z-]+$/, keep: /^[\w-]+$/ }
// A look-up takes a tenth of the time that making the name takes.
const usual: ReadonlyMap<string, string> = new Map(
  `accept accept-charset accept-encoding accept-language access-control-request-headers access-control-request-method
  cache-control connection content-encoding cookie date dnt expect forwarded from host if-match if-modified-since
  if-none-match if-range if-unmodified-since keep-alive origin pragma priority range referer sec-ch-ua sec-ch-ua-mobile
  sec-ch-ua-platform sec-fetch-dest sec-fetch-mode sec-fetch-site sec-fetch-user sec-gpc te traceparent transfer-encoding
  upgrade upgrade-insecure-requests user-agent via x-forwarded-for x-forwarded-host x-forwarded-port x-forwarded-prefix
  x-forwarded-proto x-real-ip x-request-id x-requested-with`
    .split(/\s+/)
    .map((name) => [variableNameOf(name), name]),
)

/**
 * The request's fields from its meta-variables, both as flat lists: name, value, name, value. Names come out in lower
 * case, a repeated variable stays repeated, and what HTTP could not have carried is left out.
 */
export function fieldsFromVariables(pairs: readonly string[]): string[] {
  const fields: string[] = []
  let contentType = ''
  let contentLength = ''
  let authorization = ''
  let redirected = ''
  for (let index = 0; index < pairs.length; index += 2) {
    const variable = pairs[index] ?? ''
    const value = pairs[index + 1] ?? ''
    if (variable === 'CONTENT_TYPE') contentType = value
    else if (variable === 'CONTENT_LENGTH') contentLength = value
    else if (variable === 'HTTP_AUTHORIZATION') authorization = value
    else if (variable === 'REDIRECT_HTTP_AUTHORIZATION') redirected = value
    else if (variable.startsWith('HTTP_')) addField(fields, fieldNameOf(variable), value)
  }
  // Apache renames a variable set by RewriteRule when it redirects internally, and sets it to nothing when there was no field.
  addPresent(fields, 'authorization', authorization || redirected)
  addPresent(fields, 'content-type', contentType)
  // lighttpd sends -1 for a body of unknown length.
  addPresent(fields, 'content-length', contentLength === '-1' ? '' : contentLength)
  return fields
}

/**
 * The meta-variables by name. Repeated fields are joined as HTTP joins them, `HTTP_COOKIE` with `; `; of other variables the last one counts.
 * @throws {WireError} ERR_BAD_PARAMS when CONTENT_LENGTH or REQUEST_METHOD is given twice, differently.
 */
export function variablesFromPairs(pairs: readonly string[]): Variables {
  const variables = emptyVariables()
  for (let index = 0; index < pairs.length; index += 2) {
    const name = pairs[index] ?? ''
    const value = pairs[index + 1] ?? ''
    const earlier = variables[name]
    variables[name] = earlier === undefined ? value : combined(name, earlier, value)
  }
  return variables
}

/** An environment or other object of variables as a flat list: name, value, name, value. */
export function pairsFromVariables(variables: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [name, value]))
}

/**
 * The meta-variables a web server makes from a request's fields: `HTTP_*`, `CONTENT_TYPE`, `CONTENT_LENGTH`. `Proxy` is dropped, and
 * so is a name with other characters than letters, digits and `-`, as web servers do. Fields whose names collide are joined.
 * @throws {WireError} ERR_BAD_PARAMS when two fields give different content lengths.
 */
export function variablesFromFields(fields: readonly string[], options: VariablesOptions = {}): Variables {
  const allowed = exportable[options.underscores ?? 'drop']
  const pairs: string[] = []
  for (let index = 0; index < fields.length; index += 2) {
    const name = fields[index] ?? ''
    const variable = variableNameOf(name)
    if (allowed.test(name) && !unsafe.has(variable)) pairs.push(variable, fields[index + 1] ?? '')
  }
  return variablesFromPairs(pairs)
}

function emptyVariables(): Variables {
  return Object.create(null)
}

function variableNameOf(field: string): string {
  const name = field.toUpperCase().replaceAll('-', '_')
  return /^content-(?:length|type)$/i.test(field) ? name : `HTTP_${name}`
}

function fieldNameOf(variable: string): string {
  const known = usual.get(variable)
  if (known !== undefined) return known
  const name = variable.slice(5).toLowerCase().replaceAll('_', '-')
  return isToken(name) && !unsafe.has(variable) ? name : ''
}

function addField(fields: string[], name: string, value: string): void {
  if (name !== '' && isFieldValue(value)) fields.push(name, trimmed(value))
}

// nginx passes a tab at the end of a value on, which is no part of it (RFC 9110 §5.5).
function trimmed(value: string): string {
  let start = 0
  let end = value.length
  while (start < end && isSpace(value.charCodeAt(start))) start++
  while (end > start && isSpace(value.charCodeAt(end - 1))) end--
  return value.slice(start, end)
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09
}

function addPresent(fields: string[], name: string, value: string): void {
  if (value !== '') addField(fields, name, value)
}

function combined(name: string, earlier: string, value: string): string {
  if (name === 'HTTP_COOKIE') return `${earlier}; ${value}`
  if (name.startsWith('HTTP_')) return `${earlier}, ${value}`
  if (!singular.has(name) || earlier === '' || value === '' || earlier === value) return value
  throw new WireError('ERR_BAD_PARAMS', `${name} given as ${JSON.stringify(earlier)} and ${JSON.stringify(value)}, expected one value`)
}
