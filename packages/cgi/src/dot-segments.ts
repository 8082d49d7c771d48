// https://url.spec.whatwg.org/#path-state
/** A decoded path without `.` and `..`, as a URL's path is. */
export function withoutDots(path: string): string {
  if (!path.includes('/.')) return path
  const segments = path.split('/')
  const kept: string[] = ['']
  for (const [index, segment] of segments.entries()) {
    const isDots = segment === '.' || segment === '..'
    if (segment === '..' && kept.length > 1) kept.pop()
    if (isDots && index === segments.length - 1) kept.push('')
    if (!isDots && index > 0) kept.push(segment)
  }
  return kept.join('/')
}
