import { binary } from './binary.ts'
import { startWebServer } from './web-server.ts'
import type { Configuration, WebServer, WebServerOptions } from './web-server.ts'

/** Starts Caddy with this configuration. */
export function startCaddy(configuration: Configuration, options: WebServerOptions = {}): Promise<WebServer> {
  return startWebServer((start) => {
    const file = start.write('Caddyfile', globalOptions(start.folder) + configuration(start))
    return [binary('caddy'), 'run', '--adapter', 'caddyfile', '--config', file]
  }, options)
}

function globalOptions(folder: string): string {
  return `{
	admin off
	auto_https off
	storage file_system ${folder}
}

`
}
