/** The name of the package that a file belongs to, where it is one that the application depends on. */
export function packageOf(file: string): string | undefined {
  return /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(file)?.[1]?.replace('\\', '/')
}

/** A path as one says it inside of a folder; a path outside of it, or a URL, as it is. */
export function relativeTo(root: string | undefined, file: string): string {
  if (root === undefined || !file.startsWith(root)) return file.replace(/^webpack:\/\/[^/]*\/(?:\.\/)?/, '')
  const rest = file.slice(root.length)
  return /^[\\/]/.test(rest) ? rest.slice(1) : file
}
