/** How a front server takes a file by name (interface.md §3); it comes from options only, never from a request. */
export interface SendfileOptions {
  /** `X-Sendfile` names the file itself (Apache mod_xsendfile, lighttpd), `X-Accel-Redirect` an internal location of nginx. */
  header: 'X-Sendfile' | 'X-Accel-Redirect'
  /** Folders whose files are handed over, each with the URL prefix that stands for it; for `X-Sendfile` the prefix is the folder itself. */
  folders: Readonly<Record<string, string>>
}

/**
 * The field that hands a file over, or null for one outside the folders.
 * @throws {TypeError} when a folder is not absolute.
 */
export function sendfileWith({ header, folders }: SendfileOptions): (path: string) => readonly [name: string, value: string] | null {
  const mappings = Object.entries(folders).map(([folder, prefix]) => ({
    folder: `${checkFolder(folder)}/`,
    prefix: `${withoutSlash(prefix)}/`,
  }))
  return (path) => {
    if (!path.isWellFormed() || path.split('/').some((segment) => segment === '..' || segment === '.')) return null
    const mapping = mappings.find(({ folder }) => path.startsWith(folder))
    if (!mapping) return null
    const rest = path.slice(mapping.folder.length).split('/').map(encodeURIComponent).join('/')
    return [header.toLowerCase(), mapping.prefix + rest]
  }
}

function checkFolder(folder: string): string {
  if (!folder.startsWith('/')) throw new TypeError(`gateway: the folder ${JSON.stringify(folder)} for sendfile is not absolute`)
  return withoutSlash(folder)
}

function withoutSlash(path: string): string {
  return path.replace(/\/+$/, '')
}
