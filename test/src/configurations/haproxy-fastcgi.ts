import type { Configuration } from '../web-server.ts'
import { haproxyBackend } from './haproxy-backend.ts'
import { text } from './text.ts'

export interface HaproxyFastcgiOptions {
  /** Where the application listens: `127.0.0.1:9000` or `unix:/run/app.sock`. */
  backend: string
  /** Path below which the application answers. Default: `''`, all of the site. */
  mount?: string
  /** Requests that share a connection at the same time, no more than the application allows. Default: `1`. */
  multiplex?: number
}

/** HAProxy in front of a FastCGI application. */
export function haproxyFastcgi({ backend, mount = '', multiplex = 1 }: HaproxyFastcgiOptions): Configuration {
  return ({ listen, tls }) => text`fcgi-app gangway
    docroot /var/empty
    path-info ^(${mount})(/.*)?$
    ${multiplex > 1 && 'option mpxs-conns'}
    option max-reqs ${multiplex > 1 && multiplex}
    pass-header Authorization
    # names whom the Authorization header claims, unchecked
    set-param REMOTE_USER %[str()]
    set-param AUTH_TYPE %[str()]
    set-param SSL_PROTOCOL %[ssl_fc_protocol]
    set-param SSL_CIPHER %[ssl_fc_cipher]
    set-param SSL_TLS_SNI %[ssl_fc_sni]
    log-stderr global

frontend web
    mode http
    bind ${listen}${tls ? ` ssl crt ${tls.certificate}` : ''}
    default_backend ${mount === '' && 'gangway'}
    use_backend gangway if ${mount !== '' && `{ path ${mount} } || { path_beg ${mount}/ }`}

backend gangway
    mode http
    use-fcgi-app gangway
    http-reuse ${multiplex > 1 && 'always'}
    server gangway ${haproxyBackend(backend)} proto fcgi
`
}
