import { startApache } from './apache.ts'
import type { ApacheConfiguration } from './apache.ts'
import { startCaddy } from './caddy.ts'
import { startHaproxy } from './haproxy.ts'
import { startLighttpd } from './lighttpd.ts'
import { startNginx } from './nginx.ts'
import type { Configuration, WebServer } from './web-server.ts'

/** A web server's configuration for an application, as the deployment recipes show it and as it is started. */
export interface Recipe {
  /** What must be installed. */
  readonly needs: readonly string[]
  readonly configuration: Configuration
  start(): Promise<WebServer>
}

/** A recipe for nginx. */
export function behindNginx(configuration: Configuration): Recipe {
  return { needs: ['nginx'], configuration, start: () => startNginx(configuration) }
}

/** A recipe for Apache. */
export function behindApache(configuration: ApacheConfiguration): Recipe {
  const { modules, site } = configuration
  return {
    needs: ['apache2', ...modules.map((name) => `mod_${name}`)],
    configuration: (place) => `# a2enmod ${modules.join(' ')}\n${site(place)}`,
    start: () => startApache(configuration),
  }
}

/** A recipe for lighttpd. */
export function behindLighttpd(configuration: Configuration): Recipe {
  return { needs: ['lighttpd'], configuration, start: () => startLighttpd(configuration) }
}

/** A recipe for Caddy. */
export function behindCaddy(configuration: Configuration): Recipe {
  return { needs: ['caddy'], configuration, start: () => startCaddy(configuration) }
}

/** A recipe for HAProxy. */
export function behindHaproxy(configuration: Configuration): Recipe {
  return { needs: ['haproxy'], configuration, start: () => startHaproxy(configuration) }
}
