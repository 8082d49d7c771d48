import type { Context } from '@gangway/gateway'

const longest = 1024

/** An address of this site to go to, or the fallback: what was asked for is read as a browser reads it. */
export function safeReturnTo(wanted: string | null, { url }: Context, fallback: string): string {
  if (wanted === null || wanted.length > longest || !wanted.startsWith('/')) return fallback
  const target = URL.parse(wanted, url.origin)
  if (target?.origin !== url.origin || target.username !== '' || target.password !== '') return fallback
  const address = target.pathname + target.search + target.hash
  // `/.//evil.example` becomes `//evil.example`, which is another site
  return address.startsWith('//') ? fallback : address
}
