import { nodeCrypto } from '../node-crypto.ts'

/** What changes with a user's hash, and tells nothing of it. */
export function stampOf(id: string, hash: string): string {
  return nodeCrypto().createHash('sha256').update(`${id}:${hash}`).digest('base64url').slice(0, 22)
}
