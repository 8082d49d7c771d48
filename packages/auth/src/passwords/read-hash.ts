import { readArgon2 } from './argon2-hash.ts'
import { readBcrypt } from './bcrypt-hash.ts'
import { readMd5Crypt } from './md5-crypt-hash.ts'
import type { PasswordHash } from './password-hash.ts'
import { readScrypt } from './scrypt-hash.ts'
import { readSha1 } from './sha1-hash.ts'
import { readShaCrypt } from './sha-crypt-hash.ts'

const readers: readonly [prefix: RegExp, read: (text: string) => PasswordHash | undefined][] = [
  [/^\$argon2/, readArgon2],
  [/^\$scrypt\$/, readScrypt],
  [/^\$2/, readBcrypt],
  [/^\$[56]\$/, readShaCrypt],
  [/^\$(?:apr)?1\$/, readMd5Crypt],
  [/^\{S?SHA\}/i, readSha1],
]

/** A hash in any of the formats that we know; undefined for one in another, or a malformed one. */
export function readHash(text: string): PasswordHash | undefined {
  return readers.find(([prefix]) => prefix.test(text))?.[1](text)
}
