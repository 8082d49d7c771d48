import { startApache } from './apache.ts'
import type { ApacheConfiguration } from './apache.ts'
import { startCaddy } from './caddy.ts'
import { apacheCgi } from './configurations/apache-cgi.ts'
import { apacheFcgid } from './configurations/apache-fcgid.ts'
import { apacheHttp } from './configurations/apache-http.ts'
import { apacheProxyFcgi } from './configurations/apache-proxy-fcgi.ts'
import { caddyFastcgi } from './configurations/caddy-fastcgi.ts'
import { haproxyFastcgi } from './configurations/haproxy-fastcgi.ts'
import { lighttpdCgi } from './configurations/lighttpd-cgi.ts'
import { lighttpdFastcgi } from './configurations/lighttpd-fastcgi.ts'
import { nginxFastcgi } from './configurations/nginx-fastcgi.ts'
import { nginxHttp } from './configurations/nginx-http.ts'
import { startHaproxy } from './haproxy.ts'
import { startLighttpd } from './lighttpd.ts'
import { startNginx } from './nginx.ts'
import type { Configuration, WebServer } from './web-server.ts'

/** Where the parts of a deployed application are. */
export interface Places {
  /** Where it listens for HTTP. */
  readonly http: string
  /** Where it listens for FastCGI. */
  readonly fastcgi: string
  /** The same over TCP, for a web server that reaches no unix socket. */
  readonly fastcgiOverTcp: string
  /** Where a web server that starts the FastCGI program is to listen for it. */
  readonly fastcgiOfServer: string
  /** The program for one request. */
  readonly cgiProgram: string
  /** The program that takes requests on descriptor 0. */
  readonly fastcgiProgram: string
}

/** A web server's configuration for an application, as the deployment recipes show it and as it is started. */
export interface Recipe {
  /** What must be installed. */
  readonly needs: readonly string[]
  readonly configuration: Configuration
  start(): Promise<WebServer>
}

/** How an application is deployed behind each web server and protocol. */
export const recipes: Readonly<Record<string, (places: Places) => Recipe>> = {
  'nginx-fastcgi': ({ fastcgi }) => behindNginx(nginxFastcgi({ backend: fastcgi })),
  'nginx-http': ({ http }) => behindNginx(nginxHttp({ backend: http })),
  'apache-proxy-fcgi': ({ fastcgi }) => behindApache(apacheProxyFcgi({ backend: fastcgi })),
  'apache-fcgid': ({ fastcgiProgram }) => behindApache(apacheFcgid({ program: fastcgiProgram })),
  'apache-cgi': ({ cgiProgram }) => behindApache(apacheCgi({ program: cgiProgram })),
  'apache-http': ({ http }) => behindApache(apacheHttp({ backend: http })),
  'lighttpd-fastcgi': ({ fastcgiProgram, fastcgiOfServer }) =>
    behindLighttpd(lighttpdFastcgi({ program: fastcgiProgram, backend: fastcgiOfServer })),
  'lighttpd-cgi': ({ cgiProgram }) => behindLighttpd(lighttpdCgi({ program: cgiProgram })),
  'caddy-fastcgi': ({ fastcgi }) => behindCaddy(caddyFastcgi({ backend: fastcgi })),
  'haproxy-fastcgi': ({ fastcgiOverTcp }) => behindHaproxy(haproxyFastcgi({ backend: fastcgiOverTcp })),
}

function behindNginx(configuration: Configuration): Recipe {
  return { needs: ['nginx'], configuration, start: () => startNginx(configuration) }
}

function behindApache(configuration: ApacheConfiguration): Recipe {
  const { modules, site } = configuration
  return {
    needs: ['apache2', ...modules.map((name) => `mod_${name}`)],
    configuration: (place) => `# a2enmod ${modules.join(' ')}\n${site(place)}`,
    start: () => startApache(configuration),
  }
}

function behindLighttpd(configuration: Configuration): Recipe {
  return { needs: ['lighttpd'], configuration, start: () => startLighttpd(configuration) }
}

function behindCaddy(configuration: Configuration): Recipe {
  return { needs: ['caddy'], configuration, start: () => startCaddy(configuration) }
}

function behindHaproxy(configuration: Configuration): Recipe {
  return { needs: ['haproxy'], configuration, start: () => startHaproxy(configuration) }
}
