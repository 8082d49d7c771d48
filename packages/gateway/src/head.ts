import { byteLength } from './byte-length.ts'
import type { Head } from './outgoing.ts'
import type { BodySource } from './body-source.ts'
import { fieldsOfResponse } from './response.ts'

// RFC 9110 §7.6.1, and what RFC 3875 §6.3.4 leaves to the server
const hopByHop = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'])

/**
 * The head a response goes out with.
 * @throws {TypeError} when its `content-length` is not a number, or a field cannot be sent.
 */
export function headOf(response: Response, source: BodySource, method: string): Head {
  const { status, statusText } = response
  const isNull = status === 204 || status === 205 || status === 304
  const hasBody = !isNull && method !== 'HEAD'
  const sent = endToEnd(fieldsOfResponse(response))
  const declared = declaredLength(sent)
  if (isNull) return { status, statusText, fields: nullFields(status, sent), length: 0, hasBody }
  const length = declared ?? lengthOf(source, hasBody)
  const fields = length === undefined || declared !== undefined ? sent : [...sent, 'content-length', String(length)]
  return { status, statusText, fields, length, hasBody }
}

// A HEAD without a body says nothing about the length a GET would have.
function lengthOf(source: BodySource, hasBody: boolean): number | undefined {
  if (source === null) return hasBody ? 0 : undefined
  if (typeof source === 'string') return byteLength(source)
  return source instanceof Uint8Array ? source.byteLength : undefined
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
