import type { Capabilities } from '@gangway/gateway'
import type { Settings } from './options.ts'

/** What the web server at the other end lets through. */
export function capabilitiesFor(pairs: readonly string[], { canSendfile }: Settings): Capabilities {
  const software = pairs[pairs.findIndex((name, index) => index % 2 === 0 && name === 'SERVER_SOFTWARE') + 1] ?? ''
  return {
    // Of all of them, lighttpd alone passes interim responses on.
    informational: software.startsWith('lighttpd/'),
    trailers: false,
    upgrade: false,
    sendfile: canSendfile,
    // nginx sends no more of a request once it has the head of the response.
    fullDuplex: !software.startsWith('nginx/'),
  }
}
