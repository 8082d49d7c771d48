import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { binary } from './binary.ts'
import { errorLog } from './process.ts'
import { startWebServer } from './web-server.ts'
import type { Configuration, Start, WebServer } from './web-server.ts'

/** Starts lighttpd with this configuration. */
export function startLighttpd(configuration: Configuration): Promise<WebServer> {
  return startWebServer((start) => {
    mkdirSync(join(start.folder, 'htdocs'))
    const file = start.write('lighttpd.conf', mainConfiguration(start) + configuration(start))
    return [binary('lighttpd'), '-D', '-f', file]
  })
}

function mainConfiguration({ folder, port }: Start): string {
  return `server.bind = "127.0.0.1"
server.port = ${port}
server.document-root = "${folder}/htdocs"
server.upload-dirs = ( "${folder}" )
server.errorlog = "${errorLog(folder)}"
server.breakagelog = "${errorLog(folder)}"

`
}
