import { deepStrictEqual } from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { valuesOf, type Field } from './field.ts'
import type { ObservedResponse } from './receiver.ts'

/** What a peer is to observe of a response; of fields that are not named there may be any. */
export interface ExpectedResponse {
  /** Default: `200`. */
  readonly status?: number
  readonly statusText?: string
  /** By lower case name: the value, several joined; all values, each in a field of its own; or `null` for none. */
  readonly fields?: Readonly<Record<string, string | readonly string[] | null>>
  /** Text is UTF-8. Default: any. */
  readonly body?: string | Uint8Array
  /** Default: `complete`. */
  readonly end?: 'complete' | 'broken'
  /** The interim responses before it, by status. Default: any. */
  readonly interim?: readonly number[]
}

/** Compares by value what a peer observed with what it was to observe. */
export function checkResponse(observed: ObservedResponse, expected: ExpectedResponse): void {
  const { status = 200, end = 'complete', body, statusText, interim } = expected
  const fields = visible(expected.fields ?? {}, observed.hidden)
  const wanted = {
    status,
    end,
    fields,
    ...(statusText !== undefined && { statusText }),
    ...(interim && { interim }),
    ...(body !== undefined && { body: summary(typeof body === 'string' ? Buffer.from(body) : body) }),
  }
  const seen: Record<string, unknown> = {
    ...observed,
    fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, found(observed.fields, name, value)])),
    interim: observed.interim.map((response) => response.status),
    body: summary(observed.body),
  }
  const picked = Object.fromEntries(Object.keys(wanted).map((key) => [key, seen[key]]))
  deepStrictEqual(reasoned(picked, observed), reasoned(wanted, observed))
}

/** A peer that was refused: with one of these statuses, or by a connection that ended without an answer. */
export function checkRefused(observed: ObservedResponse, statuses: readonly number[]): void {
  if (observed.status === 0 && observed.end === 'broken') return
  deepStrictEqual({ status: observed.status, isRefusal: statuses.includes(observed.status) }, { status: observed.status, isRefusal: true })
}

// The reason is no matter of comparison, but of the message: it is the same on both sides.
function reasoned(part: object, { reason, log }: ObservedResponse): object {
  return { ...part, ...(reason !== '' && { reason }), ...(log !== '' && { log }) }
}

function visible<Value>(fields: Readonly<Record<string, Value>>, hidden: readonly string[]): Record<string, Value> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !hidden.includes(name)))
}

function found(fields: readonly Field[], name: string, wanted: string | readonly string[] | null): string | readonly string[] | null {
  const values = valuesOf(fields, name)
  if (Array.isArray(wanted)) return values
  return values.length === 0 ? null : values.join(', ')
}

// A megabyte is compared by its digest: the difference of two would fill the screen.
function summary(bytes: Uint8Array): string {
  if (bytes.byteLength <= 2048) return Buffer.from(bytes).toString('latin1')
  return `${bytes.byteLength} bytes, SHA-256 ${createHash('sha256').update(bytes).digest('hex')}`
}
