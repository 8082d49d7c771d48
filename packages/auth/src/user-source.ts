import type { Awaitable } from './awaitable.ts'
import type { User } from './user.ts'

/**
 * Checks a name and a password: the user, or null when the name is unknown or the password is wrong. Both must take the
 * same time. It may throw an `HttpError`, such as 503 while too many passwords are being hashed.
 */
export type VerifyPassword<Account extends User = User> = (name: string, password: string) => Awaitable<Account | null>

/** Where users come from: a password file, a database, a directory. */
export interface UserSource<Account extends User = User> {
  /** As `VerifyPassword`. */
  verify(name: string, password: string): Awaitable<Account | null>
  /** The user with this id as of now, or null when there is none any more: sessions ask at each request. */
  find?(id: string): Awaitable<Account | null>
}

/** The hashes of RFC 7616 §6.1 that are offered. */
export type DigestAlgorithm = 'SHA-256' | 'MD5'

/** What a source of digests knows of one user. */
export interface DigestEntry<Account extends User = User> {
  readonly user: Account
  /** The hash of `name:realm:password` in lower case hexadecimal (RFC 7616 §3.4.2: A1 without a session). */
  readonly ha1: string
}

/** Where the digest scheme looks users up, such as `htdigest(file)`. */
export interface DigestSource<Account extends User = User> {
  /** Null for an unknown user, or one without a hash of this algorithm. */
  digest(name: string, realm: string, algorithm: DigestAlgorithm): Awaitable<DigestEntry<Account> | null>
  /** The algorithms of which there may be hashes. Default: both. */
  readonly algorithms?: readonly DigestAlgorithm[]
}
