import { binary } from './binary.ts'
import { errorLog } from './process.ts'
import { startWebServer } from './web-server.ts'
import type { Configuration, WebServer, WebServerOptions } from './web-server.ts'

/** Starts nginx with this configuration inside its `http` block. */
export function startNginx(configuration: Configuration, options: WebServerOptions = {}): Promise<WebServer> {
  return startWebServer((start) => {
    const file = start.write('nginx.conf', mainConfiguration(errorLog(start.folder), configuration(start)))
    return [binary('nginx'), '-p', start.folder, '-c', file, '-e', errorLog(start.folder)]
  }, options)
}

function mainConfiguration(log: string, site: string): string {
  const temporaryPaths = ['client_body', 'proxy', 'fastcgi', 'scgi', 'uwsgi'].map((name) => `    ${name}_temp_path ${name};`)
  return `daemon off;
pid nginx.pid;
worker_processes 1;
error_log ${log} info;

events {
}

http {
    access_log off;
${temporaryPaths.join('\n')}

${site}
}
`
}
