import { argon2Engine } from './argon2-engine.ts'
import { checkArgon2Cost, makeArgon2, unknownArgon2, type Argon2Cost } from './argon2-hash.ts'
import { EqualWork } from './equal-work.ts'
import { HashingQueue, longestOf, type HashingLimits } from './hashing-queue.ts'
import { bytesToKeep, bytesToTry } from './password-bytes.ts'
import { readHash } from './read-hash.ts'
import { checkScryptCost, makeScrypt, unknownScrypt, type ScryptCost } from './scrypt-hash.ts'

/** Options of `passwords`. The costs are those that OWASP recommends. */
export interface PasswordsOptions extends HashingLimits {
  /** Where Argon2 is there: KiB of memory, passes over it, and lanes. Default: `{ memory: 19456, passes: 2, parallelism: 1 }`. */
  argon2id?: Argon2Cost
  /** Where it is not. Default: `{ cost: 131072, blockSize: 8, parallelization: 1 }`, which takes 128 MiB. */
  scrypt?: ScryptCost
}

/** Makes hashes of passwords, and checks passwords against them. */
export interface Passwords {
  /**
   * A hash to be kept, as a PHC string with a salt of its own.
   * @throws {HttpError} 400 for a password that is empty, too long or not Unicode; 503 while too many others are hashed.
   */
  hash(password: string): Promise<string>
  /**
   * Whether it is the password of this hash: ours, or one by bcrypt, SHA-crypt, MD5-crypt (`$apr1$`), `{SSHA}` or `{SHA}`. Give null for a user who
   * is not there: that takes the same time. A hash in any other format is of no password.
   * @throws {HttpError} 503 while too many others are hashed.
   */
  verify(password: string, hash: string | null | undefined): Promise<boolean>
  /** Whether the hash of a password that was right should be replaced by a new one. */
  needsRehash(hash: string): boolean
}

interface Prepared {
  make(password: Uint8Array): Promise<string>
  /** The cost of new hashes. */
  readonly cost: string
  readonly work: EqualWork
}

/**
 * Hashes passwords with argon2id: Node's own since 24.7, else that of `@node-rs/argon2` where it is installed. Where neither is, with scrypt.
 * @throws {TypeError} when an option is wrong.
 */
export function passwords(options: PasswordsOptions = {}): Passwords {
  const { argon2id = { memory: 19_456, passes: 2, parallelism: 1 }, scrypt = { cost: 131_072, blockSize: 8, parallelization: 1 } } = options
  checkArgon2Cost(argon2id)
  checkScryptCost(scrypt)
  const longest = longestOf(options)
  const queue = new HashingQueue(options)
  let prepared: Prepared | undefined
  const ready = (): Prepared =>
    (prepared ??= argon2Engine() ? prepare(argon2id, makeArgon2, unknownArgon2) : prepare(scrypt, makeScrypt, unknownScrypt))
  return {
    async hash(password) {
      const bytes = bytesToKeep(password, longest)
      return await queue.run(() => ready().make(bytes))
    },
    async verify(password, hash) {
      const known = typeof hash === 'string' ? readHash(hash) : undefined
      return await queue.run(() => ready().work.matches(known, bytesToTry(password, longest)))
    },
    needsRehash: (hash) => readHash(hash)?.cost !== ready().cost,
  }
}

function prepare<Cost>(cost: Cost, make: (password: Uint8Array, cost: Cost) => Promise<string>, unknown: (cost: Cost) => string): Prepared {
  const own = readHash(unknown(cost))
  if (!own) throw new TypeError('auth: these costs make no hash that can be read again')
  return { make: (password) => make(password, cost), cost: own.cost, work: new EqualWork([own]) }
}
