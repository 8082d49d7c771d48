/** A file's name as it was asked for. */
export interface RequestedPath {
  /** Decoded, without separators in them. */
  readonly segments: readonly string[]
  /** Whether a folder is asked for: nothing, or a slash at the end. */
  readonly isFolder: boolean
}

/** What a percent-encoded path below the prefix asks for; `undefined` for what cannot be a file's name, or is none of ours. */
export function requestedPath(path: string, dotfiles: boolean, isWindows: boolean): RequestedPath | undefined {
  const parts = path.split('/').slice(1)
  const isFolder = parts.at(-1) === '' || parts.length === 0
  const segments: string[] = []
  for (const part of isFolder ? parts.slice(0, -1) : parts) {
    const segment = decoded(part)
    if (segment === undefined || !isFileName(segment, isWindows)) return undefined
    if (segment.startsWith('.') && !dotfiles && !(segment === '.well-known' && segments.length === 0)) return undefined
    segments.push(segment)
  }
  return { segments, isFolder }
}

function decoded(part: string): string | undefined {
  if (!part.includes('%')) return part
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined // percent-encoding that is no UTF-8 names no file
  }
}

function isFileName(segment: string, isWindows: boolean): boolean {
  if (segment === '' || segment === '.' || segment === '..' || /[/\\\0]/.test(segment)) return false
  return !isWindows || !isWindowsTrap(segment)
}

// Devices, also with an ending; streams and drives; what Windows cuts off at the end of a name; short names.
function isWindowsTrap(segment: string): boolean {
  return (
    /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d\u00b9\u00b2\u00b3])[ ]*(?:\.|$)/i.test(segment) ||
    /[:*?"<>|\x01-\x1f]|[. ]$|~\d/.test(segment)
  )
}
