import { argon2Engine } from '../passwords/argon2-engine.ts'
import { readHash } from '../passwords/read-hash.ts'
import type { PasswordHash } from '../passwords/password-hash.ts'
import { fileLines } from './file-lines.ts'

/** One user of a password file. */
export interface HtpasswdEntry {
  readonly name: string
  readonly hash: PasswordHash
  /** The hash as it is in the file. */
  readonly written: string
}

/**
 * The users by name: of several with one name the first counts, as with Apache. `warn` is told of those who cannot sign in.
 * @throws {SyntaxError} when the text is no password file.
 */
export function htpasswdEntries(text: string, warn: (message: string) => void): Map<string, HtpasswdEntry> {
  const entries = new Map<string, HtpasswdEntry>()
  const seen = new Set<string>()
  for (const { number, fields } of fileLines(text, 2)) {
    const [name, written] = [(fields[0] ?? '').normalize('NFC'), fields[1] ?? '']
    const hash = canBeRun(written) ? readHash(written) : undefined
    if (seen.has(name)) warn(`line ${number}: ${name} is there already, and the first line counts`)
    else if (!hash && isCutOff(text, number, written)) throw new SyntaxError(`line ${number}, the last one, is cut off`)
    else if (hash) entries.set(name, { name, hash, written })
    else warn(`line ${number}: ${name} cannot sign in, ${reasonFor(written)}`)
    seen.add(name)
  }
  return entries
}

function isCutOff(text: string, line: number, written: string): boolean {
  return /^[${]/.test(written) && !/[\n\r]$/.test(text) && text.split(/\r\n|[\n\r]/).length === line
}

function canBeRun(written: string): boolean {
  return !written.startsWith('$argon2') || argon2Engine() !== null
}

// Never the text itself: it may be a password.
function reasonFor(written: string): string {
  if (written === '') return 'without a password'
  if (/^[./0-9A-Za-z]{13}$/.test(written))
    return 'for the password is hashed with crypt (DES), which takes only 8 characters of it: set it anew with htpasswd -B'
  if (!canBeRun(written)) return 'for the hash is by Argon2, which needs Node 24.7 or the package @node-rs/argon2'
  if (!/^[${]/.test(written)) return 'for the password seems to be plain text: set it anew with htpasswd -B'
  return 'for the hash is malformed, or of a kind that is not supported: set the password anew with htpasswd -B'
}
