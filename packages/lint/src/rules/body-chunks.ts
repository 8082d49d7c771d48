import { isObject, read } from '../read.ts'
import type { Rule } from '../rule.ts'
import { unless } from '../show.ts'
import type { Length } from './response-content.ts'

/** A chunk of a body, as its source gave it. */
export interface Chunk {
  readonly chunk: unknown
  /** Whether the chunk before it was written to or detached while this one was made. */
  readonly isPreviousChanged: boolean
}

/** Chunks of a request's body, which the server gives. */
export const requestChunkRules: readonly Rule<Chunk>[] = [
  {
    code: 'LINT-301',
    sentence: "A chunk of the request's body is a `Uint8Array`.",
    clause: 'SPEC §3.3',
    severity: 'error',
    check: ({ chunk }) => unless(chunk instanceof Uint8Array, chunk),
  },
  {
    code: 'LINT-302',
    sentence: "A chunk of the request's body is not empty.",
    clause: 'SPEC §3.3',
    severity: 'warn',
    check: ({ chunk }) => (chunk instanceof Uint8Array && chunk.byteLength === 0 ? 'a chunk of no bytes' : undefined),
  },
  {
    code: 'LINT-303',
    sentence:
      "A chunk of the request's body belongs to its reader: the server does not write to it, nor detach it, when it makes the next one.",
    clause: 'SPEC §3.3',
    severity: 'error',
    check: ({ isPreviousChanged }) => (isPreviousChanged ? 'a chunk that changed after it was handed over' : undefined),
  },
]

export const requestLengthRules: readonly Rule<Length>[] = [
  {
    code: 'LINT-304',
    sentence: "The request's body has no more bytes than its `content-length`.",
    clause: 'RFC 9112 §6.2, SPEC §3.3',
    severity: 'error',
    check: ({ declared, bytes }) =>
      declared !== undefined && bytes > declared ? `${bytes} bytes with content-length: ${declared}` : undefined,
  },
  {
    code: 'LINT-305',
    sentence: "A request's body with fewer bytes than its `content-length` fails; it does not end.",
    clause: 'RFC 9112 §8, SPEC §3.3',
    severity: 'error',
    check: ({ declared, bytes, isWhole }) =>
      declared !== undefined && isWhole && bytes < declared ? `an end after ${bytes} bytes of content-length: ${declared}` : undefined,
  },
]

/** What a request's body failed with. */
export const requestFailureRules: readonly Rule<unknown>[] = [
  {
    code: 'LINT-306',
    sentence: "A request's body fails with an `Error` that has a stable `code`, such as `ERR_BODY_TRUNCATED`, or with an `AbortError`.",
    clause: 'SPEC §3.3',
    severity: 'warn',
    check: (error) => unless(error instanceof Error && (typeof read(error, 'code') === 'string' || error.name === 'AbortError'), error),
  },
]

/** Chunks of a response's body, which the application gives. */
export const responseChunkRules: readonly Rule<Chunk>[] = [
  {
    code: 'LINT-341',
    sentence: "A chunk of the response's body is a `Uint8Array` or text.",
    clause: 'SPEC §4.3',
    severity: 'error',
    check: ({ chunk }) => unless(chunk instanceof Uint8Array || typeof chunk === 'string', chunk),
  },
  {
    code: 'LINT-342',
    sentence: "A chunk of the response's body is not empty.",
    clause: 'SPEC §4.3',
    severity: 'warn',
    check: ({ chunk }) => (chunk === '' || (isObject(chunk) && read(chunk, 'byteLength') === 0) ? 'a chunk of no bytes' : undefined),
  },
  {
    code: 'LINT-343',
    sentence:
      "A chunk of the response's body belongs to its reader: the source does not write to it, nor detach it, when it makes the next one.",
    clause: 'SPEC §4.3',
    severity: 'error',
    check: ({ isPreviousChanged }) => (isPreviousChanged ? 'a chunk that changed after it was handed over' : undefined),
  },
]
