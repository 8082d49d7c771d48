import { deriveBytes } from './derive-bytes.ts'
import { parseSecrets, type NamedSecret, type Secret } from './parse-secrets.ts'

/** The keys of one secret for one purpose. */
export interface Key {
  /** The name of the secret, of the characters `\w`; it stands in what was made with the key. */
  readonly id: string
  /** 32 bytes for AES-256. */
  readonly encryption: Uint8Array<ArrayBuffer>
  /** 32 bytes for HMAC-SHA-256. */
  readonly signing: Uint8Array<ArrayBuffer>
}

/** Secrets, and what is derived from them. */
export interface Keyring {
  /** The keys for a purpose, that of the newest secret first; at once where the runtime has `node:crypto`, else as a promise. */
  keysFor(purpose: string): readonly Key[] | Promise<readonly Key[]>
}

/**
 * A keyring of secrets, newest first: the first one seals and signs, all of them open and verify. One text, such as that of an
 * environment variable, may hold several, separated by white space or commas, each with a name before a colon or without.
 * @throws {TypeError} when a secret is missing, shorter than 32 bytes or there twice.
 */
export function keyring(secrets: string | undefined | readonly Secret[]): Keyring {
  const parsed = parseSecrets(secrets)
  const known = new Map<string, readonly Key[] | Promise<readonly Key[]>>()
  return {
    keysFor(purpose) {
      if (typeof purpose !== 'string' || purpose === '') throw new TypeError('keyring: a purpose is a text, such as session or csrf')
      const keys = known.get(purpose) ?? keysOf(parsed, purpose)
      known.set(purpose, keys)
      if (keys instanceof Promise) keys.catch(() => known.delete(purpose))
      return keys
    },
  }
}

function keysOf(secrets: readonly NamedSecret[], purpose: string): readonly Key[] | Promise<readonly Key[]> {
  const keys = secrets.map(({ id, secret }) => keyOf(id, secret, purpose))
  const ready = keys.flatMap((key) => (key instanceof Promise ? [] : [key]))
  return ready.length === keys.length ? ready : Promise.all(keys.map(async (key) => await key))
}

function keyOf(id: string | undefined, secret: string, purpose: string): Key | Promise<Key> {
  const bytes = deriveBytes(secret, `purpose ${purpose}`)
  const name = id ?? nameOf(secret)
  if (!(bytes instanceof Promise) && typeof name === 'string') return halves(name, bytes)
  return Promise.all([name, bytes]).then(([made, derived]) => halves(made, derived))
}

function halves(id: string, bytes: Uint8Array<ArrayBuffer>): Key {
  return { id, encryption: bytes.slice(0, 32), signing: bytes.slice(32) }
}

// Derived, so that secrets can be added and removed in any order and each keeps its name.
function nameOf(secret: string): string | Promise<string> {
  const bytes = deriveBytes(secret, 'name')
  return bytes instanceof Promise ? bytes.then(hexOf) : hexOf(bytes)
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 5), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
