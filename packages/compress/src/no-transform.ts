import type { ReadonlyHeaders } from '@gangway/gateway'

/** Whether Cache-Control forbids to change the body (RFC 9111 §5.2.2.6). */
export function isUntransformable(headers: ReadonlyHeaders): boolean {
  const directives = headers.get('cache-control')
  if (directives === null || directives.length < 'no-transform'.length) return false
  return directives.split(',').some((directive) => directive.split('=', 1)[0]?.trim().toLowerCase() === 'no-transform')
}
