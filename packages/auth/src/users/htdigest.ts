import { andThen } from '../awaitable.ts'
import type { DigestSource } from '../user-source.ts'
import { htdigestEntries } from './htdigest-entries.ts'
import { stampOf } from './stamp.ts'
import { WatchedFile, type ReloadOptions } from './watched-file.ts'

/**
 * The users of a file that Apache's `htdigest` writes, or lighttpd reads: `user:realm:hash`, with hashes by MD5 and SHA-256. When the file is replaced
 * or edited it is read again.
 * @throws {Error} when the file cannot be read.
 * @throws {SyntaxError} when it is no such file.
 * @throws {TypeError} when an option is wrong.
 */
export function htdigest(file: string, options: ReloadOptions = {}): DigestSource {
  const hashes = new WatchedFile(file, htdigestEntries, options)
  return {
    digest: (name, realm, algorithm) =>
      andThen(hashes.content, (entries) => {
        const id = name.normalize('NFC')
        const ha1 = entries.get(algorithm)?.get(`${id}:${realm}`)
        return ha1 === undefined ? null : { user: { id, stamp: stampOf(id, ha1) }, ha1 }
      }),
    get algorithms() {
      return [...hashes.latest.keys()]
    },
  }
}
