const length = 32
const shape = /^[\w-]{86}$/

/** A token as it is sent: a random mask and the bytes under it, so that no two are alike and compression does not give it away (BREACH). */
export function maskToken(bytes: Uint8Array): string {
  const mask = crypto.getRandomValues(new Uint8Array(length))
  const both = new Uint8Array(2 * length)
  both.set(mask)
  both.set(exclusiveOr(mask, bytes), length)
  return base64url(both)
}

/** The bytes of a token, or `undefined` where it is none. */
export function unmaskToken(token: string): Uint8Array | undefined {
  if (!shape.test(token)) return undefined
  const both = Uint8Array.from(atob(token.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
  return exclusiveOr(both.subarray(0, length), both.subarray(length))
}

/** Whether bytes are equal, in a time that does not depend on them. */
export function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && exclusiveOr(one, other).reduce((all, byte) => all | byte, 0) === 0
}

/** Bytes as base64url without padding. */
export function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

function exclusiveOr(one: Uint8Array, other: Uint8Array): Uint8Array {
  return one.map((byte, index) => byte ^ (other[index] ?? 0))
}
