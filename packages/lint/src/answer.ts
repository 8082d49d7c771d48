import { bodyOf, empty, type BodySource } from '@gangway/gateway'
import { memberOf, type Unproven } from './unproven.ts'
import { fieldsIn, lengthIn, valueIn, type Fields } from './fields.ts'
import { isObject, isText, missingMethods, read } from './read.ts'

/** A response as it was returned. */
export interface Answer {
  readonly response: Response
  readonly status: number
  readonly fields: Fields
  /** What the body is made of. */
  readonly source: BodySource
  /** The body's length in bytes, where it is known. */
  readonly bytes: number | undefined
  readonly declared: number | undefined
  /** Of the request. */
  readonly method: string
  /** The protocol that carries it. */
  readonly protocol: unknown
  /** Whether the body, a stream, was returned before. */
  readonly sourceSeen: boolean
}

/** Reads what the rules need to know of a response. */
export function answerOf(response: Response, context: Unproven, seen: WeakSet<object>): Answer {
  const fields = fieldsIn(response.headers)
  const source = bodyOf(response)
  return {
    response,
    status: response.status,
    fields,
    source,
    bytes: lengthOf(source),
    declared: lengthIn(fields),
    method: memberOf(context, 'method', isText) ?? '',
    protocol: read(memberOf(context, 'gateway', isObject), 'protocol'),
    sourceSeen: isStreamed(source) && seen.has(source),
  }
}

/** Whether what an application returned can be read as a response, of whatever make. */
export function isResponse(value: unknown): value is Response {
  if (!isObject(value) || typeof read(value, 'status') !== 'number' || !('body' in value)) return false
  return missingMethods(read(value, 'headers'), ['get', 'forEach', 'getSetCookie']).length === 0
}

const replyPrototype: object = Object.getPrototypeOf(empty())

/** Whether a response is of this realm; a reply is, and is not asked in a way that loads the global `Response`. */
export function isOwn(response: object): boolean {
  return Object.prototype.isPrototypeOf.call(replyPrototype, response) || response instanceof Response
}

/** A body over time: what an exchange reads chunk by chunk. */
export type Streamed = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array | string>

export function isStreamed(source: BodySource): source is Streamed {
  return (
    isObject(source) && !(source instanceof Uint8Array) && !('stat' in source) && ('getReader' in source || Symbol.asyncIterator in source)
  )
}

/** The values of the response's `Set-Cookie` fields. */
export function cookiesOf({ fields }: Answer): string[] {
  return fields.filter(([name]) => name.toLowerCase() === 'set-cookie').map(([, value]) => value)
}

/** A field of the response. */
export function fieldOf({ fields }: Answer, name: string): string | undefined {
  return valueIn(fields, name)
}

function lengthOf(source: BodySource): number | undefined {
  if (source === null) return 0
  if (typeof source === 'string') return new TextEncoder().encode(source).byteLength
  return source instanceof Uint8Array ? source.byteLength : undefined
}
