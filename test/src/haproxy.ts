import { binary } from './binary.ts'
import { startWebServer } from './web-server.ts'
import type { Configuration, WebServer, WebServerOptions } from './web-server.ts'

const mainConfiguration = `global
    nbthread 1
    log stderr format raw daemon

defaults
    log global
    option httplog
    option dontlognull
    timeout connect 5s
    timeout client 30s
    timeout server 60s

`

/** Starts HAProxy with this configuration. */
export function startHaproxy(configuration: Configuration, options: WebServerOptions = {}): Promise<WebServer> {
  return startWebServer((start) => {
    const file = start.write('haproxy.cfg', mainConfiguration + configuration(start))
    return [binary('haproxy'), '-db', '-f', file]
  }, options)
}
