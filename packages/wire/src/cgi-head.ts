// https://www.rfc-editor.org/rfc/rfc3875 §5, §6
import { isFieldValue, isToken } from './http-field.ts'

/** What goes before a response's body. */
export interface ResponseHead {
  /** 100 to 599. */
  readonly status: number
  /** The reason phrase; `''` becomes `Unknown`, as a status line without one breaks clients behind nginx. */
  readonly statusText: string
  /** Name, value, name, value; latin1. */
  readonly fields: readonly string[]
}

/**
 * The head of a parsed-header response as latin1, one character a byte. There is always a `Status`: without it, a `Location`
 * would be a redirect inside the server, and Apache would answer conditional requests itself. It comes first, but after a `Location`,
 * which for HAProxy is a 302 whatever stood before it.
 * @throws {TypeError} when status, reason or a field is not valid, or a field is named `status`.
 */
export function encodeCgiHead(head: ResponseHead): string {
  const status = `Status: ${statusOf(head)}\r\n`
  const fields = encodeFields(head.fields)
  return hasLocation(head.fields) ? `${fields}${status}\r\n` : `${status}${fields}\r\n`
}

/**
 * The head of a non-parsed-header response, which the server hands to the client as it is.
 * @throws {TypeError} as `encodeCgiHead` does.
 */
export function encodeNphHead(head: ResponseHead): string {
  return `HTTP/1.1 ${statusOf(head)}\r\n${encodeFields(head.fields)}\r\n`
}

function statusOf({ status, statusText }: ResponseHead): string {
  if (!Number.isInteger(status) || status < 100 || status > 599) throw new TypeError(`wire: status ${status}, expected 100 to 599`)
  if (!isFieldValue(statusText)) throw new TypeError(`wire: status text ${JSON.stringify(statusText)} with CR, LF, NUL or beyond latin1`)
  return `${status} ${statusText || 'Unknown'}`
}

function hasLocation(fields: readonly string[]): boolean {
  return fields.some((name, index) => index % 2 === 0 && name.length === 8 && name.toLowerCase() === 'location')
}

function encodeFields(fields: readonly string[]): string {
  let text = ''
  for (let index = 0; index < fields.length; index += 2) {
    const name = fields[index] ?? ''
    const value = fields[index + 1] ?? ''
    if (!isToken(name)) throw new TypeError(`wire: field name ${JSON.stringify(name)}, expected a token (RFC 9110 §5.1)`)
    if (!isFieldValue(value)) throw new TypeError(`wire: value of field '${name}' with CR, LF, NUL or beyond latin1`)
    if (name.length === 6 && name.toLowerCase() === 'status')
      throw new TypeError("wire: a field named 'status' would set the status (CGI §6.3.3)")
    text += `${name}: ${value}\r\n`
  }
  return text
}
