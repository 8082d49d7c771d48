import type { MutableHeaders } from './header-list.ts'

/** Says in `Vary` that a response depends on these fields of the request, unless it does so already; `*` says so of all (RFC 9110 §12.5.5). */
export function addVary(headers: MutableHeaders, ...names: string[]): void {
  const named = (headers.get('vary') ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  if (named.includes('*')) return
  const known = new Set(named.map((name) => name.toLowerCase()))
  const missing = names.filter((name) => !known.has(name.toLowerCase()))
  if (missing.length > 0) headers.set('vary', missing.includes('*') ? '*' : [...named, ...missing].join(', '))
}
