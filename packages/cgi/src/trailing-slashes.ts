/** A path without the slashes at its end. A regular expression would take quadratic time for a run of slashes that does not end it. */
export function withoutTrailingSlashes(path: string): string {
  let end = path.length
  while (path.charAt(end - 1) === '/') end--
  return path.slice(0, end)
}
