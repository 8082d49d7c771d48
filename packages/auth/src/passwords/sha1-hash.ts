// RFC 2307 §5.3, as Apache and LDAP servers write it
import { digestOf } from './crypt-rounds.ts'
import { nodeCrypto } from '../node-crypto.ts'
import type { PasswordHash } from './password-hash.ts'

const length = 20

/** Reads `{SHA}…`, which has no salt, and `{SSHA}…`, which has one. */
export function readSha1(text: string): PasswordHash | undefined {
  const [, scheme, encoded = ''] = /^\{(S?SHA)\}((?:[A-Za-z0-9+/]{4}){6,24}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/i.exec(text) ?? []
  const bytes = Buffer.from(encoded, 'base64')
  const [digest, salt] = [bytes.subarray(0, length), bytes.subarray(length)]
  const isSalted = scheme?.length === 4
  if (scheme === undefined || digest.byteLength < length || isSalted !== salt.byteLength > 0) return undefined
  return {
    cost: 'sha1',
    matches: async (password) => nodeCrypto().timingSafeEqual(digestOf('sha1', [password, salt]), digest),
  }
}
