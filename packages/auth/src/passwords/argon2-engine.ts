import { installedModule } from './installed-module.ts'
import { nodeCrypto } from '../node-crypto.ts'

/** Which of the three; only `argon2id` is for new passwords. */
export type Argon2Variant = 'argon2d' | 'argon2i' | 'argon2id'

/** What Argon2 is told besides the password (RFC 9106 §3.1). */
export interface Argon2Work {
  readonly variant: Argon2Variant
  readonly salt: Uint8Array
  /** KiB. */
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
  /** Bytes of the result. */
  readonly tagLength: number
}

export type Argon2Engine = (password: Uint8Array, work: Argon2Work) => Promise<Uint8Array>

/** What is used of `@node-rs/argon2`. */
interface NativeArgon2 {
  hashRaw(
    password: Uint8Array,
    options: { salt: Uint8Array; memoryCost: number; timeCost: number; parallelism: number; outputLen: number; algorithm: number },
  ): Promise<Uint8Array>
}

let found: Argon2Engine | null | undefined

/** Argon2 as Node has it since 24.7, or as `@node-rs/argon2` where that is installed; null where neither is. */
export function argon2Engine(): Argon2Engine | null {
  found ??= builtinArgon2() ?? installedArgon2() ?? null
  return found
}

/** Node's own, unless it was built with an OpenSSL that has none. */
export function builtinArgon2(): Argon2Engine | undefined {
  const { argon2, argon2Sync } = nodeCrypto()
  if (!argon2) return undefined
  try {
    argon2Sync('argon2id', { message: '', nonce: new Uint8Array(8), memory: 8, passes: 1, parallelism: 1, tagLength: 4 })
  } catch {
    return undefined // it has the function, and no algorithm behind it
  }
  return (message, { variant, salt: nonce, ...work }) =>
    new Promise((resolve, reject) => argon2(variant, { message, nonce, ...work }, (error, tag) => (error ? reject(error) : resolve(tag))))
}

const numbers = { argon2d: 0, argon2i: 1, argon2id: 2 }

/** That of `@node-rs/argon2`. */
export function installedArgon2(): Argon2Engine | undefined {
  const native = installedModule('@node-rs/argon2')
  if (!isNativeArgon2(native)) return undefined
  return (password, { variant, salt, memory, passes, parallelism, tagLength }) =>
    native.hashRaw(password, {
      salt,
      memoryCost: memory,
      timeCost: passes,
      parallelism,
      outputLen: tagLength,
      algorithm: numbers[variant],
    })
}

function isNativeArgon2(native: unknown): native is NativeArgon2 {
  return typeof native === 'object' && native !== null && 'hashRaw' in native
}
