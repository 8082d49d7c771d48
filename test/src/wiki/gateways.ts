import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startApache } from '../apache.ts'
import { startCaddy } from '../caddy.ts'
import { cgiFcgiClient } from '../cgi-fcgi-client.ts'
import { apacheCgi } from '../configurations/apache-cgi.ts'
import { apacheFcgid } from '../configurations/apache-fcgid.ts'
import { apacheHtaccess, sharedHostProgram } from '../configurations/apache-htaccess.ts'
import { apacheProxyFcgi } from '../configurations/apache-proxy-fcgi.ts'
import { virtualHost } from '../configurations/apache-virtual-host.ts'
import { caddyFastcgi } from '../configurations/caddy-fastcgi.ts'
import { haproxyFastcgi } from '../configurations/haproxy-fastcgi.ts'
import { lighttpdCgi } from '../configurations/lighttpd-cgi.ts'
import { lighttpdFastcgi } from '../configurations/lighttpd-fastcgi.ts'
import { nginxFastcgi } from '../configurations/nginx-fastcgi.ts'
import { systemdUnits } from '../configurations/systemd.ts'
import { freePort } from '../free-port.ts'
import { startHaproxy } from '../haproxy.ts'
import { httpClient } from '../http-client.ts'
import { startLighttpd } from '../lighttpd.ts'
import { startNginx } from '../nginx.ts'
import { recipes } from '../recipes.ts'
import { spawnFcgi } from '../spawn-fcgi.ts'
import { startSystemd } from '../systemd.ts'
import type { WebServer } from '../web-server.ts'
import { builtWiki } from './built-wiki.ts'
import { behind } from './gateway.ts'
import type { Gateway, RunningGateway } from './gateway.ts'
import { overHttp2, overHttp2Cleartext, overHttpBelow } from './over-http.ts'
import type { WikiProcesses } from './processes.ts'

const mount = '/wiki'
const nothing = (): Promise<void> => Promise.resolve()

/** All the ways to reach the wiki, at the root of a site and below a path; each deployment recipe is one of them. */
export const gateways: readonly Gateway[] = [...byItself(), ...recipesOfServers(), ...belowPath(), ...systemd()]

function byItself(): Gateway[] {
  return [
    { name: 'HTTP/1.1', needs: [], mount: '', start: async ({ http }) => ({ ask: httpClient(`http://${http}`), stop: nothing }) },
    { name: 'HTTP/1.1 below a path', needs: [], mount, start: ({ data }) => overHttpBelow(mount, data) },
    { name: 'HTTP/2 without TLS', needs: [], mount: '', start: ({ data }) => overHttp2Cleartext(data) },
    { name: 'HTTP/2', needs: ['openssl'], mount: '', start: ({ data }) => overHttp2(data) },
    { name: 'FastCGI from spawn-fcgi to cgi-fcgi', needs: ['spawn-fcgi', 'cgi-fcgi'], mount: '', start: spawned },
  ]
}

async function spawned({ fastcgiProgram }: WikiProcesses): Promise<RunningGateway> {
  const { address, stop } = await spawnFcgi(fastcgiProgram)
  return { ask: cgiFcgiClient(address), stop }
}

function recipesOfServers(): Gateway[] {
  return Object.entries(recipes).map(([name, recipe]) => {
    const nowhere = { http: '', fastcgi: '', fastcgiOverTcp: '', fastcgiOfServer: '', cgiProgram: '', fastcgiProgram: '' }
    return behind({ name: `the recipe ${name}`, needs: recipe(nowhere).needs }, (wiki) => recipe(wiki).start())
  })
}

function belowPath(): Gateway[] {
  return [
    behind({ name: 'nginx, FastCGI over TCP, a connection per request', needs: ['nginx'], mount }, ({ fastcgiOverTcp }) =>
      startNginx(nginxFastcgi({ backend: fastcgiOverTcp, mount, keepAlive: 0 })),
    ),
    behind({ name: 'Apache, mod_fcgid', needs: ['apache2', 'mod_fcgid'], mount }, ({ fastcgiProgram }) =>
      startApache(apacheFcgid({ program: fastcgiProgram, mount })),
    ),
    behind({ name: 'Apache, mod_proxy_fcgi over TCP', needs: ['apache2', 'mod_proxy_fcgi'], mount }, ({ fastcgiOverTcp }) =>
      startApache(apacheProxyFcgi({ backend: fastcgiOverTcp, mount })),
    ),
    behind({ name: 'Apache, mod_cgi', needs: ['apache2', 'mod_cgi'], mount }, ({ cgiProgram }) =>
      startApache(apacheCgi({ program: cgiProgram, mount, mpm: 'prefork' })),
    ),
    behind({ name: 'Apache of a shared host', needs: ['apache2', 'mod_cgid'], mount: '/wiki.cgi' }, startSharedHost),
    behind({ name: 'lighttpd, FastCGI on a unix socket', needs: ['lighttpd'], mount }, ({ fastcgi }) =>
      startLighttpd(lighttpdFastcgi({ backend: fastcgi, mount })),
    ),
    behind({ name: 'lighttpd, CGI', needs: ['lighttpd'], mount }, ({ cgiProgram }) =>
      startLighttpd(lighttpdCgi({ program: cgiProgram, mount })),
    ),
    behind({ name: 'Caddy, FastCGI over TCP', needs: ['caddy'], mount }, ({ fastcgiOverTcp }) =>
      startCaddy(caddyFastcgi({ backend: fastcgiOverTcp, mount })),
    ),
    behind({ name: 'HAProxy, FastCGI on a unix socket', needs: ['haproxy'], mount }, ({ fastcgi }) =>
      startHaproxy(haproxyFastcgi({ backend: fastcgi, mount })),
    ),
  ]
}

/** Apache as a host runs it for its customers, who put `.htaccess` and a program into their part of the site. */
function startSharedHost({ folder, cgiProgram }: WikiProcesses): Promise<WebServer> {
  const site = join(folder, 'public_html')
  mkdirSync(site)
  writeFileSync(join(site, '.htaccess'), apacheHtaccess)
  writeFileSync(join(site, 'wiki.cgi'), sharedHostProgram({ node: '', program: cgiProgram }), { mode: 0o755 })
  return startApache({
    modules: ['cgid', 'mime'],
    site: (place) =>
      `TypesConfig /dev/null\n${virtualHost(
        place,
        `    DocumentRoot "${site}"
    <Directory "${site}">
        Require all granted
        AllowOverride FileInfo Options
    </Directory>`,
      )}`,
  })
}

function systemd(): Gateway[] {
  const needs = ['systemd-socket-activate']
  return [
    {
      name: 'systemd, HTTP',
      needs,
      mount: '',
      async start(wiki) {
        const listen = `127.0.0.1:${await freePort()}`
        const { stop } = await startSystemd(unitsFor(wiki, 'start.js', listen))
        return { ask: httpClient(`http://${listen}`), stop }
      },
    },
    {
      name: 'systemd, FastCGI',
      needs: [...needs, 'cgi-fcgi'],
      mount: '',
      async start(wiki) {
        const listen = `unix:${join(wiki.folder, 'systemd.sock')}`
        const { stop } = await startSystemd(unitsFor(wiki, 'wiki.fcgi.js', listen))
        return { ask: cgiFcgiClient(listen), stop }
      },
    },
  ]
}

function unitsFor({ data }: WikiProcesses, name: string, listen: string): ReturnType<typeof systemdUnits> {
  return systemdUnits({ node: process.execPath, program: builtWiki(name), listen, data })
}
