import type { Key } from '@gangway/keyring'
import type { Awaitable } from './awaitable.ts'
import { nodeCrypto } from './node-crypto.ts'

const encoder = new TextEncoder()

/** HMAC-SHA-256 of what a token is bound to; at once where the runtime has `node:crypto`. */
export function codeOf(key: Key, binding: string): Awaitable<Uint8Array> {
  const node = nodeCrypto()
  if (node) return node.createHmac('sha256', key.signing).update(binding).digest()
  return codeByWebCrypto(key, binding)
}

async function codeByWebCrypto(key: Key, binding: string): Promise<Uint8Array> {
  const imported = await crypto.subtle.importKey('raw', key.signing, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, encoder.encode(binding)))
}
