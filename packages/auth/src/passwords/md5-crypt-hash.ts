import { encodeCrypt } from './crypt-base64.ts'
import { bitsOf, cryptRounds, digestOf, repeated } from './crypt-rounds.ts'
import { isSameText } from '../same-text.ts'
import type { PasswordHash } from './password-hash.ts'

const order = [[0, 6, 12], [1, 7, 13], [2, 8, 14], [3, 9, 15], [4, 10, 5], [11]]
const nul = new Uint8Array(1)

/** Reads `$apr1$…`, which Apache's htpasswd writes unless told otherwise, and `$1$…`, the crypt(3) that it comes from. */
export function readMd5Crypt(text: string): PasswordHash | undefined {
  const [, magic, salt, digest] = /^(\$(?:apr1|1)\$)([^$]{0,8})\$([./0-9A-Za-z]{22})$/.exec(text) ?? []
  if (magic === undefined || salt === undefined || digest === undefined) return undefined
  return {
    cost: 'md5-crypt',
    matches: async (password) => isSameText(await md5Crypt(password, Buffer.from(magic), Buffer.from(salt)), digest),
  }
}

async function md5Crypt(password: Uint8Array, magic: Uint8Array, salt: Uint8Array): Promise<string> {
  const between = digestOf('md5', [password, salt, password])
  const ofBits = bitsOf(password.byteLength).map((bit) => (bit ? nul : password.subarray(0, 1)))
  const first = digestOf('md5', [password, magic, salt, repeated(between, password.byteLength), ...ofBits])
  return encodeCrypt(await cryptRounds('md5', first, { password, salt, rounds: 1000 }), order)
}
