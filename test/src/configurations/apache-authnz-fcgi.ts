import type { ApacheConfiguration } from '../apache.ts'
import { apacheBackend } from './apache-backend.ts'
import { virtualHost } from './apache-virtual-host.ts'

export interface ApacheAuthnzFcgiOptions {
  /** Where the FastCGI authorizer listens: `127.0.0.1:9001`; unix sockets are not supported by the module. */
  authorizer: string
  /** Where the FastCGI application listens that only the authorized may reach: `127.0.0.1:9000` or `unix:/run/app.sock`. */
  backend: string
}

/** Apache with mod_authnz_fcgi, which asks a FastCGI authorizer who may reach an application. */
export function apacheAuthnzFcgi({ authorizer, backend }: ApacheAuthnzFcgiOptions): ApacheConfiguration {
  return {
    modules: ['authn_core', 'auth_basic', 'authz_user', 'authnz_fcgi', 'proxy', 'proxy_fcgi', 'setenvif'],
    site: (site) => `AuthnzFcgiDefineProvider authnz gangway fcgi://${authorizer}/

${virtualHost(
  site,
  `    ProxyFCGIBackendType GENERIC
    ProxyPass "/" "${apacheBackend('fcgi', backend)}/" enablereuse=on
    <Location "/">
        SetEnvIf Request_URI . proxy-fcgi-pathinfo=unescape
        AuthType Basic
        AuthName "${site.name}"
        AuthBasicProvider gangway
        Require gangway
    </Location>`,
)}`,
  }
}
