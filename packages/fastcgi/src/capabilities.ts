import type { Capabilities } from '@gangway/gateway'
import type { Settings } from './options.ts'

/** What the web server at the other end lets through: of all of them, lighttpd alone passes interim responses on. */
export function capabilitiesFor(pairs: readonly string[], { canSendfile }: Settings): Capabilities {
  return { informational: isLighttpd(pairs), trailers: false, upgrade: false, sendfile: canSendfile, fullDuplex: true }
}

function isLighttpd(pairs: readonly string[]): boolean {
  return pairs.some((name, index) => index % 2 === 0 && name === 'SERVER_SOFTWARE' && (pairs[index + 1] ?? '').startsWith('lighttpd/'))
}
