import type { Field } from './field.ts'

/** A request as a case describes it, whatever carries it. Text is latin1: one character a byte. */
export interface PeerRequest {
  /** Default: `GET`. */
  method?: string
  /** Default: `/`. */
  target?: string
  /** Default: that of the driver. */
  authority?: string
  /** Fields beside host and framing. Default: none. */
  fields?: readonly Field[]
  /** Chunks and what happens between them. Default: no body. */
  body?: string | Uint8Array | readonly BodyStep[]
  /** What is said of the body's length: what it is, nothing, or this text. Default: `'known'`. */
  length?: 'known' | 'unknown' | (string & {})
  /** Trailer fields. Default: none. */
  trailers?: readonly Field[]
}

/** A chunk, a pause, or the end of it all: `'break off'` the body, `'leave'` altogether. */
export type BodyStep = Uint8Array | { readonly text: string } | { readonly pause: number } | 'break off' | 'leave'

/** How the length of a request's body is announced. */
export type Framing = { readonly kind: 'none' } | { readonly kind: 'length'; readonly value: string } | { readonly kind: 'unknown' }

/** The head of a request, as a driver sends it. */
export interface RequestHead {
  readonly method: string
  readonly target: string
  /** `undefined`: that of the driver. */
  readonly authority: string | undefined
  readonly fields: readonly Field[]
  readonly framing: Framing
  readonly trailers: readonly Field[]
}

/** The head of a request. */
export function headOf(request: PeerRequest): RequestHead {
  const { method = 'GET', target = '/', authority, fields = [], trailers = [] } = request
  return { method, target, authority, fields, framing: framingOf(request), trailers }
}

/** The body's steps. */
export function stepsOf({ body = [] }: PeerRequest): readonly BodyStep[] {
  if (typeof body === 'string') return [{ text: body }]
  return body instanceof Uint8Array ? [body] : body
}

/** The bytes of a step. */
export function bytesOf(step: BodyStep): Uint8Array | undefined {
  if (typeof step === 'string') return undefined
  if (step instanceof Uint8Array) return step
  return 'text' in step ? Buffer.from(step.text, 'latin1') : undefined
}

/** All bytes of a body. */
export function bodyOf(request: PeerRequest): Uint8Array {
  return Buffer.concat(stepsOf(request).flatMap((step) => bytesOf(step) ?? []))
}

function framingOf(request: PeerRequest): Framing {
  const { body, length = 'known' } = request
  if (length === 'unknown') return { kind: 'unknown' }
  if (length !== 'known') return { kind: 'length', value: length }
  return body === undefined ? { kind: 'none' } : { kind: 'length', value: String(bodyOf(request).byteLength) }
}
