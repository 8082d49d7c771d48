import type { DigestAlgorithm } from '../user-source.ts'
import { fileLines } from './file-lines.ts'

/** For each algorithm in use the hashes by `name:realm`. */
export type HtdigestEntries = ReadonlyMap<DigestAlgorithm, ReadonlyMap<string, string>>

/**
 * The hashes of a digest file: of several of one kind for one user the first counts, as with Apache. `warn` is told of those that are none.
 * @throws {SyntaxError} when the text is no digest file.
 */
export function htdigestEntries(text: string, warn: (message: string) => void): HtdigestEntries {
  const entries = new Map<DigestAlgorithm, Map<string, string>>()
  for (const { number, fields } of fileLines(text, 3)) {
    const [name, realm, written] = [(fields[0] ?? '').normalize('NFC'), fields[1] ?? '', fields[2] ?? '']
    const [algorithm, key] = [algorithmOf(written), `${name}:${realm}`]
    if (!algorithm) warn(`line ${number}: ${name} cannot sign in to ${realm}: the hash is not MD5 or SHA-256 in hexadecimal`)
    else if (entries.get(algorithm)?.has(key)) warn(`line ${number}: ${name} is there already, and the first line counts`)
    else entries.set(algorithm, (entries.get(algorithm) ?? new Map<string, string>()).set(key, written.toLowerCase()))
  }
  return entries
}

function algorithmOf(written: string): DigestAlgorithm | undefined {
  if (!/^[0-9a-f]*$/i.test(written)) return undefined
  if (written.length === 64) return 'SHA-256'
  return written.length === 32 ? 'MD5' : undefined
}
