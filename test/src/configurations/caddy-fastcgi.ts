import type { Configuration } from '../web-server.ts'
import { caddyBackend } from './caddy-backend.ts'
import { text } from './text.ts'

export interface CaddyFastcgiOptions {
  /** Where the application listens: `127.0.0.1:9000` or `unix:/run/app.sock`. */
  backend: string
  /** Path below which the application answers. Default: `''`, all of the site. */
  mount?: string
}

/** Caddy in front of a FastCGI application. */
export function caddyFastcgi({ backend, mount = '' }: CaddyFastcgiOptions): Configuration {
  return ({ listen, tls }) => {
    const [host, port] = listen.split(':')
    return text`http${tls ? 's' : ''}://:${port} {
	bind ${host !== '*' && host}
	tls ${tls && `${tls.certificate} ${tls.key}`}
	@gangway path ${mount !== '' && `${mount} ${mount}/*`}
	reverse_proxy ${mount === '' ? '' : '@gangway '}${caddyBackend(backend)} {
		header_up -Proxy
		# X_A and X-A would be one variable
		header_up -*_*
		header_down -Status
		transport fastcgi${mount === '' ? '' : ' {'}
			split ${mount !== '' && mount}
		${mount !== '' && '}'}
	}
}
`
  }
}
