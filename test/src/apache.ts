import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { binary } from './binary.ts'
import { errorLog } from './process.ts'
import { startWebServer } from './web-server.ts'
import type { Configuration, Start, WebServer, WebServerOptions } from './web-server.ts'

/** A site's configuration for Apache, with what must be enabled for it. */
export interface ApacheConfiguration {
  /** Modules to enable, without `mod_`. */
  readonly modules: readonly string[]
  /** The processing module. Default: `event`. */
  readonly mpm?: 'event' | 'prefork'
  readonly site: Configuration
}

/** Starts Apache httpd with this configuration. */
export function startApache(configuration: ApacheConfiguration, options: WebServerOptions = {}): Promise<WebServer> {
  return startWebServer((start) => {
    mkdirSync(join(start.folder, 'htdocs'))
    const file = start.write('apache.conf', mainConfiguration(start, configuration) + configuration.site(start))
    return [binary('apache2'), '-D', 'FOREGROUND', '-f', file]
  }, options)
}

function mainConfiguration({ folder, listen, tls }: Start, { modules, mpm = 'event' }: ApacheConfiguration): string {
  return `${[`mpm_${mpm}`, 'authz_core', ...(tls ? ['ssl'] : []), ...modules].map(loadModule).join('\n')}
ServerRoot "${folder}"
DefaultRuntimeDir "${folder}"
PidFile apache.pid
ErrorLog ${errorLog(folder)}
ServerName localhost
Listen ${listen}
DocumentRoot "${folder}/htdocs"

<IfModule cgid_module>
    ScriptSock cgid.sock
</IfModule>
<IfModule fcgid_module>
    FcgidIPCDir "${folder}"
    FcgidProcessTableFile "${folder}/fcgid_shm"
</IfModule>

<Directory "/">
    AllowOverride None
    Require all denied
</Directory>
<Directory "${folder}/htdocs">
    Require all granted
</Directory>

`
}

function loadModule(name: string): string {
  return `LoadModule ${name}_module ${binary(`mod_${name}`)}`
}
