import type { ApacheConfiguration } from '../apache.ts'
import { apacheBackend } from './apache-backend.ts'
import { virtualHost } from './apache-virtual-host.ts'

export interface ApacheHttpOptions {
  /** Where the application listens: `127.0.0.1:3000` or `unix:/run/app.sock`. */
  backend: string
}

/** Apache with mod_proxy_http in front of an HTTP application. */
export function apacheHttp({ backend }: ApacheHttpOptions): ApacheConfiguration {
  return {
    modules: ['proxy', 'proxy_http', 'headers'],
    site: (site) =>
      virtualHost(
        site,
        `    ProxyPreserveHost On
    # mod_proxy appends to these, so what the client claims goes first
    RequestHeader unset X-Forwarded-For
    RequestHeader unset X-Forwarded-Host
    RequestHeader unset X-Forwarded-Server
    RequestHeader set X-Forwarded-Proto expr=%{REQUEST_SCHEME}
    ProxyPass "/" "${apacheBackend('http', backend)}/" nocanon upgrade=websocket`,
      ),
  }
}
