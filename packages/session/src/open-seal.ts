// https://github.com/hueniverse/iron (Fe26.2): prefix*key id*salt*iv*ciphertext*expiration*salt*hmac
import { defaults, unseal } from 'iron-webcrypto'
import type { Awaitable } from './awaitable.ts'
import { nodeCrypto } from './node-crypto.ts'

/** A key to seal with and to open with: 32 bytes for each half, or a password from which iron derives them. */
export interface SealKey {
  readonly id: string
  readonly encryption: Uint8Array<ArrayBuffer> | string
  readonly integrity: Uint8Array<ArrayBuffer> | string
}

/** What was in a seal. */
export interface Opened {
  readonly text: string
  /** The name of the key that it was sealed with. */
  readonly keyId: string
  /** Milliseconds since 1970, or 0 where the seal itself does not expire. */
  readonly expiration: number
}

type NodeCrypto = NonNullable<ReturnType<typeof nodeCrypto>>

/** Opens a seal, at once where the runtime has `node:crypto`; null for anything that was not sealed with one of the keys, or has expired. */
export function openSeal(seal: string, keys: readonly SealKey[], now: number): Awaitable<Opened | null> {
  const parts = seal.split('*', 9)
  const [prefix, keyId, salt, , , expiration = '', macSalt] = parts
  const key = keys.find(({ id }) => id === keyId)
  if (parts.length !== 8 || prefix !== 'Fe26.2' || !key || !/^(?:[1-9]\d{0,15})?$/.test(expiration)) return null
  // Iron ignores these with raw keys, so that one seal could be written in many ways.
  if (typeof key.encryption !== 'string' && (salt !== '' || macSalt !== '')) return null
  const expiresAt = Number(expiration)
  if (expiresAt > 0 && expiresAt <= now) return null
  const node = nodeCrypto()
  const text = node ? openWithNode(node, parts, key) : openWithIron(seal, key)
  const opened = (found: string | null) => (found === null ? null : { text: found, keyId: key.id, expiration: expiresAt })
  return text instanceof Promise ? text.then(opened) : opened(text)
}

// Iron's own opener answers later, so that a synchronous application could not read its session: 16 µs here, 60 µs there.
function openWithNode(node: NodeCrypto, parts: readonly string[], key: SealKey): string | null {
  const [, , salt = '', iv = '', ciphertext = '', , macSalt = '', mac = ''] = parts
  const expected = node
    .createHmac('sha256', keyBytes(node, key.integrity, macSalt))
    .update(parts.slice(0, 6).join('*'))
    .digest()
  const given = Buffer.from(mac, 'base64url')
  if (given.byteLength !== expected.byteLength || !node.timingSafeEqual(given, expected)) return null
  try {
    const decipher = node.createDecipheriv('aes-256-cbc', keyBytes(node, key.encryption, salt), Buffer.from(iv, 'base64url'))
    return decipher.update(ciphertext, 'base64url', 'utf8') + decipher.final('utf8')
  } catch {
    return null // sealed by somebody who has one of the keys and not the other
  }
}

function keyBytes(node: NodeCrypto, key: Uint8Array | string, salt: string): Uint8Array {
  return typeof key === 'string' ? node.pbkdf2Sync(key, salt, 1, 32, 'sha1') : key
}

async function openWithIron(seal: string, { id, encryption, integrity }: SealKey): Promise<string | null> {
  const options = { ...defaults, timestampSkewSec: Number.MAX_SAFE_INTEGER, decode: (text: string) => text }
  try {
    const text = await unseal(seal, { [id]: { id, encryption, integrity } }, options)
    return typeof text === 'string' ? text : null
  } catch {
    return null // it throws a plain Error for each of the ways in which a seal can be none
  }
}
