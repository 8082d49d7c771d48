import { ok } from 'node:assert/strict'

/** Compares bytes of which there may be many: the difference of a million of them, put in words, takes minutes. */
export function sameBytes(actual: Uint8Array | undefined, expected: Uint8Array): void {
  ok(actual, 'there are no bytes')
  ok(Buffer.compare(actual, expected) === 0, `${actual.byteLength} bytes are not the ${expected.byteLength} bytes that are expected`)
}
