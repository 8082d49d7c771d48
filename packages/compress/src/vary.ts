import type { ReadonlyHeaders } from '@gangway/gateway'

/** Whether a response already says that it depends on this request field. */
export function varies(headers: ReadonlyHeaders, name: string): boolean {
  const vary = headers.get('vary')
  if (vary === null) return false
  const names = vary.split(',').map((each) => each.trim().toLowerCase())
  return names.includes(name) || names.includes('*')
}
