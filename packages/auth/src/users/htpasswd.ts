import { andThen } from '../awaitable.ts'
import { EqualWork } from '../passwords/equal-work.ts'
import { HashingQueue, longestOf, type HashingLimits } from '../passwords/hashing-queue.ts'
import { bytesToTry } from '../passwords/password-bytes.ts'
import type { User } from '../user.ts'
import type { UserSource } from '../user-source.ts'
import { groupsFile, type Groups } from './groups-file.ts'
import { htpasswdEntries, type HtpasswdEntry } from './htpasswd-entries.ts'
import { stampOf } from './stamp.ts'
import { WatchedFile, type ReloadOptions } from './watched-file.ts'

/** Options of `htpasswd`. */
export interface HtpasswdOptions extends ReloadOptions, HashingLimits {
  /** A file of Apache's `AuthGroupFile`, with lines such as `admin: ann bob`, that gives users their roles. Default: none have any. */
  groups?: string
}

interface PasswordFile {
  readonly entries: ReadonlyMap<string, HtpasswdEntry>
  readonly work: EqualWork
}

/**
 * The users of a file that Apache's `htpasswd` writes: by bcrypt (`-B`), MD5 (`-m`), SHA-1 (`-s`), SHA-256 (`-2`) or SHA-512 (`-5`), `{SSHA}`,
 * or what `passwords().hash()` makes. A user's id is the name. When the file is replaced or edited it is read again.
 * @throws {Error} when the file cannot be read.
 * @throws {SyntaxError} when it is no such file.
 * @throws {TypeError} when an option is wrong.
 */
export function htpasswd(file: string, options: HtpasswdOptions = {}): UserSource {
  const longest = longestOf(options)
  const queue = new HashingQueue(options)
  const groups = options.groups === undefined ? undefined : groupsFile(options.groups, options)
  const users = new WatchedFile<PasswordFile>(
    file,
    (text, warn) => {
      const entries = htpasswdEntries(text, warn)
      return { entries, work: new EqualWork([...entries.values()].map(({ hash }) => hash)) }
    },
    options,
  )
  return {
    async verify(name, password) {
      const [{ entries, work }, roles] = await Promise.all([users.content, groups?.content])
      const entry = entries.get(name.normalize('NFC'))
      const isRight = await queue.run(() => work.matches(entry?.hash, bytesToTry(password, longest)))
      return entry && isRight ? userOf(entry, roles) : null
    },
    find: (id) =>
      andThen(users.content, ({ entries }) => {
        const entry = entries.get(id)
        return entry ? andThen(groups?.content, (roles) => userOf(entry, roles)) : null
      }),
  }
}

function userOf({ name, written }: HtpasswdEntry, groups: Groups | undefined): User {
  const roles = groups && { roles: groups.get(name) ?? [] }
  return { id: name, stamp: stampOf(name, written), ...roles }
}
