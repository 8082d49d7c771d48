import type { Capabilities } from '@gangway/gateway'

/** What an HTTP version can: 1.0 knows neither interim responses nor trailers. */
export function capabilitiesOf({ isOld, sendfile }: { isOld: boolean; sendfile: boolean }): Capabilities {
  if (sendfile) return isOld ? oldWithSendfile : modernWithSendfile
  return isOld ? old : modern
}

const modern: Capabilities = { informational: true, trailers: true, upgrade: false, sendfile: false, fullDuplex: true }
const old: Capabilities = { ...modern, informational: false, trailers: false }
const modernWithSendfile: Capabilities = { ...modern, sendfile: true }
const oldWithSendfile: Capabilities = { ...old, sendfile: true }
