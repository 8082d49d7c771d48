import { statSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { fileURLToPath } from 'node:url'
import { codings, type Coding } from './accept-encoding.ts'

/** Which files are served, and how. */
export interface StaticOptions {
  /** The folder, as an absolute path or a `file:` URL: `new URL('./public', import.meta.url)`. */
  folder: string | URL
  /** Percent-encoded path before the files' names, such as `/assets`; what is not below it is left to the application. Default: `''`. */
  prefix?: string
  /** The file that is served for a folder, or false for none. Default: `'index.html'`. */
  index?: string | false
  /** Whether names that begin with a dot are served; `.well-known` always is (RFC 8615). Default: `false`. */
  dotfiles?: boolean
  /** Whether symbolic links are followed: those to files inside the folder, all, or none. Default: `'inside'`. */
  symlinks?: 'inside' | 'all' | 'none'
  /** Codings of which there are files beside the originals (`app.js.br`, `.zst`, `.gz`), the best first. Those older than the original are not used. Default: none. */
  precompressed?: readonly Coding[]
  /** Seconds for which clients keep a file without asking again. Default: `0`, they ask each time (`no-cache`). */
  maxAge?: number
  /** Files that never change, because their names do: paths within the folder, such as `assets/app.3f9a1c.js`. Default: none. */
  immutable?: (path: string) => boolean
  /** Media types by the ending of the name, without its dot; they are sent as they are. Default: those of the `mime` package, texts with `charset=utf-8`. */
  types?: Readonly<Record<string, string>>
}

/** Options, checked and complete. */
export interface Settings extends Required<Omit<StaticOptions, 'folder' | 'types'>> {
  readonly folder: string
  readonly types: ReadonlyMap<string, string>
}

/**
 * @throws {TypeError} when an option is wrong, or the folder is not there.
 */
export function settingsFrom(options: StaticOptions): Settings {
  const { folder, prefix = '', index = 'index.html', dotfiles = false, symlinks = 'inside' } = options
  const { precompressed = [], maxAge = 0, immutable = () => false, types = {} } = options
  if (prefix !== '' && !/^(?:\/[^/?#]+)+$/.test(prefix))
    throw new TypeError("static: prefix is '' or a path like '/assets', without a slash at its end")
  if (index !== false && (typeof index !== 'string' || !/^[^/\\\0]+$/.test(index)))
    throw new TypeError('static: index is the name of a file, or false')
  if (typeof dotfiles !== 'boolean') throw new TypeError('static: dotfiles is true or false')
  if (!['inside', 'all', 'none'].includes(symlinks)) throw new TypeError("static: symlinks is 'inside', 'all' or 'none'")
  if (!Array.isArray(precompressed) || precompressed.some((coding) => !codings.has(coding)))
    throw new TypeError("static: precompressed is a list of 'br', 'zstd' and 'gzip'")
  if (!Number.isInteger(maxAge) || maxAge < 0) throw new TypeError('static: maxAge is a number of seconds')
  if (typeof immutable !== 'function') throw new TypeError('static: immutable is a function of a path')
  return { folder: folderFrom(folder), prefix, index, dotfiles, symlinks, precompressed, maxAge, immutable, types: typesFrom(types) }
}

function folderFrom(folder: string | URL): string {
  const path = folder instanceof URL ? fileURLToPath(folder) : folder
  if (typeof path !== 'string' || !isAbsolute(path)) throw new TypeError('static: folder is an absolute path or a file: URL')
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new TypeError(`static: there is no folder ${path}`)
  return path
}

function typesFrom(types: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  for (const [ending, type] of Object.entries(types)) {
    if (!/^[^./\\]+$/.test(ending)) throw new TypeError(`static: ${JSON.stringify(ending)} is not an ending of names without its dot`)
    if (!/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:;.*)?$/.test(type)) throw new TypeError(`static: ${JSON.stringify(type)} is not a media type`)
  }
  return new Map(Object.entries(types).map(([ending, type]) => [ending.toLowerCase(), type]))
}
