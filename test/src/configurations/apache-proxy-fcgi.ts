import type { ApacheConfiguration } from '../apache.ts'
import { apacheBackend } from './apache-backend.ts'
import { text } from './text.ts'
import { virtualHost } from './apache-virtual-host.ts'

export interface ApacheProxyFcgiOptions {
  /** Where the application listens: `127.0.0.1:9000` or `unix:/run/app.sock`. */
  backend: string
  /** Path below which the application answers. Default: `''`, all of the site. */
  mount?: string
  /** Whether connections to the application stay open for the next request. Default: `true`. */
  keepAlive?: boolean
  /** Whether small pieces of the response are collected before they go to the client. Default: `true`. */
  responseBuffering?: boolean
}

/** Apache with mod_proxy_fcgi in front of a FastCGI application. */
export function apacheProxyFcgi(options: ApacheProxyFcgiOptions): ApacheConfiguration {
  const { backend, mount = '', keepAlive = true, responseBuffering = true } = options
  return {
    modules: ['proxy', 'proxy_fcgi', 'setenvif'],
    site: (site) =>
      virtualHost(
        site,
        text`    ProxyFCGIBackendType GENERIC
    ProxyPass "${mount || '/'}" "${apacheBackend('fcgi', backend)}${mount === '' ? '/' : ''}"${keepAlive ? ' enablereuse=on' : ''}${responseBuffering ? '' : ' flushpackets=on'}
    <Location "${mount || '/'}">
        CGIPassAuth On
        # the path below the mount becomes PATH_INFO
        SetEnvIf Request_URI . proxy-fcgi-pathinfo=unescape
    </Location>`,
      ),
  }
}
