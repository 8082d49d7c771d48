/** How a front server takes a file by name (interface.md §3); it comes from options only, never from a request. */
export interface SendfileOptions {
  /** `X-Sendfile` names the file itself (Apache mod_xsendfile, lighttpd), `X-Accel-Redirect` an internal location of nginx. */
  header: 'X-Sendfile' | 'X-Accel-Redirect'
  /** Folders whose files are handed over, each with the URL prefix that stands for it; for `X-Sendfile` the prefix is the folder itself. */
  folders: Readonly<Record<string, string>>
  /** Whether the server decodes percent-encoding: all do, but for Apache's mod_xsendfile before 1.0, as in Debian. Default: `true`. */
  encoded?: boolean
}

/**
 * The field that hands a file over, or null for one outside the folders.
 * @throws {TypeError} when a folder is not absolute.
 */
export function sendfileWith({
  header,
  folders,
  encoded = true,
}: SendfileOptions): (path: string) => readonly [name: string, value: string] | null {
  const mappings = Object.entries(folders).map(([folder, prefix]) => ({
    folder: `${checkFolder(folder)}/`,
    prefix: `${withoutSlash(prefix)}/`,
  }))
  return (path) => {
    if (!path.isWellFormed() || path.split('/').some((segment) => segment === '..' || segment === '.')) return null
    const mapping = mappings.find(({ folder }) => path.startsWith(folder))
    if (!mapping) return null
    const rest = path.slice(mapping.folder.length)
    const name = encoded ? rest.split('/').map(encodeURIComponent).join('/') : asBytes(rest)
    return name === undefined ? null : [header.toLowerCase(), mapping.prefix + name]
  }
}

// A field's value has no control characters, and no blank at its end.
function asBytes(name: string): string | undefined {
  if (/[\0-\x1f\x7f]| $/.test(name)) return undefined
  return Array.from(new TextEncoder().encode(name), (byte) => String.fromCharCode(byte)).join('')
}

function checkFolder(folder: string): string {
  if (!folder.startsWith('/')) throw new TypeError(`gateway: the folder ${JSON.stringify(folder)} for sendfile is not absolute`)
  return withoutSlash(folder)
}

function withoutSlash(path: string): string {
  return path.replace(/\/+$/, '')
}
