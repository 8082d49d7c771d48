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
import { behindApache, behindCaddy, behindHaproxy, behindLighttpd, behindNginx, type Recipe } from './recipe-start.ts'

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
