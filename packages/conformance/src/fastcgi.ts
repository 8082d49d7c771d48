import type { Can } from './capability.ts'
import { connected } from './connected.ts'
import type { Driver } from './driver.ts'
import type { DriverOptions } from './driver-options.ts'
import { FastcgiConnection, type FastcgiMangling } from './fastcgi-connection.ts'
import type { Connect } from './http1.ts'
import { canOfProfile, type WebServerProfile, type WebServerSite } from './meta-variables.ts'

export interface FastcgiOptions extends DriverOptions, FastcgiMangling {
  /** Whose meta-variables the application gets. Default: `nginx`. */
  profile?: WebServerProfile
}

/** A web server that hands requests to a FastCGI responder, and is strict about the records that come back. */
export function fastcgi(connect: Connect, options: FastcgiOptions = {}): Driver {
  const { profile = 'nginx', keepConnection = false, name = `fastcgi, ${profile}` } = options
  const site: WebServerSite = {
    protocol: 'fastcgi',
    version: '1.0',
    origin: 'http://conformance.test',
    base: '',
    client: '192.0.2.7',
    ...options.expected,
    profile,
  }
  return {
    name,
    can: { ...canOfFastcgi, ...canOfProfile[profile], keepAlive: keepConnection, ...options.can },
    expected: site,
    connect: async () => new FastcgiConnection(await connected(connect()), site, { ...options, keepConnection }),
  }
}

const canOfFastcgi: Can = {
  anyFieldName: false,
  expectContinue: false,
  multiplex: false,
  trailers: false,
  underscoredName: false,
}
