import type { ApacheConfiguration } from '../apache.ts'
import { apacheBackend } from './apache-backend.ts'
import { text } from './text.ts'
import { virtualHost } from './apache-virtual-host.ts'

export interface ApacheFcgidAuthorizerOptions {
  /** Absolute path of the FastCGI authorizer, which Apache starts when requests come. */
  program: string
  /**
   * Whether Apache asks for a name and a password and lets the program check them, then asks it what that user may see;
   * otherwise the program judges each request by itself. Default: `false`.
   */
  login?: boolean
  /** Where the FastCGI application listens that only the authorized may reach: `127.0.0.1:9000` or `unix:/run/app.sock`. */
  backend: string
}

/** Apache with mod_fcgid, which starts a FastCGI authorizer and asks it who may reach an application. */
export function apacheFcgidAuthorizer(options: ApacheFcgidAuthorizerOptions): ApacheConfiguration {
  const { program, login = false, backend } = options
  return {
    modules: ['authn_core', 'auth_basic', 'authz_user', 'fcgid', 'proxy', 'proxy_fcgi', 'setenvif'],
    site: (site) =>
      virtualHost(
        site,
        text`    ProxyFCGIBackendType GENERIC
    ProxyPass "/" "${apacheBackend('fcgi', backend)}/" enablereuse=on
    <Location "/">
        SetEnvIf Request_URI . proxy-fcgi-pathinfo=unescape
        CGIPassAuth ${!login && 'On'}
        FcgidAccessChecker "${!login && program}"
        FcgidAuthenticator "${login && program}"
        FcgidAuthorizer "${login && program}"
        AuthType ${login && 'Basic'}
        AuthName "${login && site.name}"
        AuthBasicAuthoritative ${login && 'Off'}
        Require ${login ? 'valid-user' : 'all granted'}
    </Location>`,
      ),
  }
}
