import type { Context } from '@gangway/gateway'

const longest = 2048

/** Where to go after signing in: the address that was asked for, if it is one of this site, else the fallback. */
export function safeReturnTo(wanted: string | null | undefined, { url }: Context, fallback: string): string {
  if (!wanted || wanted.length > longest || !wanted.startsWith('/')) return fallback
  const target = URL.parse(wanted, url.origin)
  if (!target || target.origin !== url.origin || target.username !== '' || target.password !== '') return fallback
  const address = target.pathname + target.search + target.hash
  // `/.//evil.example` becomes `//evil.example`, which is another site.
  return address.startsWith('//') ? fallback : address
}
