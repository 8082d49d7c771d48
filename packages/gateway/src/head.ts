import { byteLength } from './byte-length.ts'
import type { BodySource } from './body-source.ts'
import { fieldsOf, HeaderList, type HeaderInit } from './header-list.ts'
import type { Head } from './outgoing.ts'
import { checkStatusText, isNullStatus } from './reply.ts'
import { fieldsOfResponse } from './response.ts'

// RFC 9110 §7.6.1
const hopByHop = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'])

/**
 * The head a response goes out with, for a body of this length where it is known.
 * @throws {TypeError} when its `content-length` is not a number, or a field cannot be sent.
 */
export function headOf(response: Response, length: number | undefined, method: string): Head {
  const { status, statusText } = response
  if (statusText !== '') checkStatusText(statusText)
  const fields = endToEnd(fieldsOfResponse(response))
  if (isNullStatus(status)) return { status, statusText, fields: nullFields(status, fields), length: 0, hasBody: false }
  const declared = declaredLength(fields)
  const isAdded = declared === undefined && length !== undefined
  return {
    status,
    statusText,
    fields: isAdded ? [...fields, 'content-length', String(length)] : fields,
    length: declared ?? length,
    hasBody: method !== 'HEAD',
  }
}

/** A head that also says how long the body is. */
export function withLength(head: Head, length: number): Head {
  return { ...head, length, fields: [...head.fields, 'content-length', String(length)] }
}

/** How long a body is, where that is known before it is read. */
export function lengthOf(source: BodySource): number | undefined {
  if (source === null) return 0
  if (typeof source === 'string') return byteLength(source)
  return source instanceof Uint8Array ? source.byteLength : undefined
}

/**
 * Trailer fields as a flat list.
 * @throws {TypeError} when one cannot be sent, or has a meaning for framing (RFC 9110 §6.5.1).
 */
export function trailerFields(init: HeaderInit): readonly string[] {
  const fields = fieldsOf(new HeaderList(init))
  const misplaced = fields.find((name, index) => index % 2 === 0 && (hopByHop.has(name) || name === 'content-length'))
  if (misplaced !== undefined) throw new TypeError(`gateway: '${misplaced}' cannot be a trailer field`)
  return fields
}

/**
 * The fields of an interim response as a flat list.
 * @throws {TypeError} when one cannot be sent.
 */
export function interimFields(init: HeaderInit): readonly string[] {
  return without(endToEnd(fieldsOf(new HeaderList(init))), (name) => name === 'content-length')
}

// RFC 9110 §8.6 and §15.3.6: no content-length on 204, zero on 205, that of a 200 on 304
function nullFields(status: number, fields: readonly string[]): readonly string[] {
  if (status === 304) return fields
  const others = without(fields, (name) => name === 'content-length')
  return status === 205 ? [...others, 'content-length', '0'] : others
}

function endToEnd(fields: readonly string[]): readonly string[] {
  for (let index = 0; index < fields.length; index += 2) {
    if (!hopByHop.has(fields[index] ?? '')) continue
    const named = connectionOptions(fields)
    return without(fields, (name) => hopByHop.has(name) || named.has(name))
  }
  return fields
}

function connectionOptions(fields: readonly string[]): ReadonlySet<string> {
  const values = fields.filter((_, index) => index % 2 === 1 && fields[index - 1] === 'connection')
  return new Set(values.flatMap((value) => value.split(',')).map((name) => name.trim().toLowerCase()))
}

function without(fields: readonly string[], isDropped: (name: string) => boolean): readonly string[] {
  return fields.filter((_, index) => !isDropped(fields[index - (index % 2)] ?? ''))
}

function declaredLength(fields: readonly string[]): number | undefined {
  let declared: string | undefined
  for (let index = 0; index < fields.length; index += 2) {
    if (fields[index] !== 'content-length') continue
    if (declared !== undefined) throw new TypeError('gateway: the response has more than one content-length')
    declared = fields[index + 1] ?? ''
  }
  if (declared === undefined) return undefined
  if (!/^\d{1,15}$/.test(declared)) throw new TypeError(`gateway: ${JSON.stringify(declared)} is not a content-length`)
  return Number(declared)
}
