import { andThen, type Awaitable } from './awaitable.ts'
import { nodeCrypto } from './node-crypto.ts'

/** The secret that a cookie carries, and the hash of it under which the session is kept. */
export interface Identity {
  readonly token: string
  readonly id: string
}

const length = 24
const shape = /^[\w-]{32}$/
const encoder = new TextEncoder()

/** A new identity: 192 random bits. `purpose` keeps the sessions of one name from being taken for those of another. */
export function makeIdentity(purpose: string): Awaitable<Identity> {
  const token = base64url(crypto.getRandomValues(new Uint8Array(length)))
  return andThen(hashToken(token, purpose), (id) => ({ token, id }))
}

/** Whether a text could be a token. */
export function isToken(text: string): boolean {
  return shape.test(text)
}

/** The id of a token: SHA-256 in base64url; at once where the runtime has `node:crypto`. */
export function hashToken(token: string, purpose: string): Awaitable<string> {
  const text = `${purpose}\n${token}`
  const node = nodeCrypto()
  if (node) return node.createHash('sha256').update(text).digest('base64url')
  return crypto.subtle.digest('SHA-256', encoder.encode(text)).then((hash) => base64url(new Uint8Array(hash)))
}

/** Bytes as base64url without padding. */
export function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
