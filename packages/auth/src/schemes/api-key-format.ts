import { nodeCrypto } from '../node-crypto.ts'

const longestKey = 200

/** A new API key. */
export interface CreatedApiKey {
  /** What the program gets, shown once. */
  readonly key: string
  /** By which the key is looked up. */
  readonly id: string
  /** What is kept. The key has 192 random bits, so one round of SHA-256 is enough. */
  readonly hash: string
}

/**
 * Makes an API key.
 * @throws {TypeError} when the prefix is not letters and digits.
 */
export function createApiKey(prefix: string): CreatedApiKey {
  if (!/^[A-Za-z0-9]+$/.test(prefix)) throw new TypeError('auth: the prefix of API keys is letters and digits')
  const { randomBytes } = nodeCrypto()
  const id = randomBytes(8).toString('hex')
  const key = `${prefix}_${id}_${randomBytes(24).toString('hex')}`
  return { key, id, hash: hashOfApiKey(key) }
}

/** The hash of a whole key, in hexadecimal. */
export function hashOfApiKey(key: string): string {
  return nodeCrypto().createHash('sha256').update(key).digest('hex')
}

/** The id in a key; null for what is no key with this prefix. */
export function parseApiKey(key: string, prefix: string): { id: string } | null {
  if (key.length > longestKey || !key.startsWith(`${prefix}_`)) return null
  const id = /^([0-9A-Za-z-]+)_[0-9A-Za-z-]+$/.exec(key.slice(prefix.length + 1))?.[1]
  return id === undefined ? null : { id }
}
