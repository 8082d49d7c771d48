import { join } from 'node:path'
import { freePort } from '../free-port.ts'
import { startProcess } from '../process.ts'
import type { RunningProcess } from '../process.ts'
import type { Places } from '../recipes.ts'
import { startScript } from '../start-script.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { builtWiki } from './built-wiki.ts'

/** The wiki in processes of its own, and as programs for web servers to start, all over one data file. */
export interface WikiProcesses extends Places {
  /** The folder of data file and programs. */
  readonly folder: string
  readonly data: string
  stop(): Promise<unknown>
}

/** What the first account's password is. */
export const adminPassword = 'the password of the servers'

/** Starts the wiki over HTTP, over FastCGI on a unix socket and over FastCGI on a TCP port, at once and without a data file yet; its database is that file, or the PostgreSQL one of this URL. */
export async function startWiki(databaseUrl = ''): Promise<WikiProcesses> {
  const folder = temporaryFolder()
  const data = join(folder, 'wiki.sqlite')
  const socket = join(folder, 'fastcgi.sock')
  const variables = { WIKI_DATA: data, DATABASE_URL: databaseUrl, WIKI_ADMIN_PASSWORD: adminPassword }
  const [http, tcp] = await Promise.all([freePort(), freePort()])
  const running = await Promise.all([
    listening('start.js', variables, { host: '127.0.0.1', port: http }),
    listening('wiki.fcgi.js', variables, { path: socket }),
    listening('wiki.fcgi.js', variables, { host: '127.0.0.1', port: tcp }),
  ])
  return {
    folder,
    data,
    http: `127.0.0.1:${http}`,
    fastcgi: `unix:${socket}`,
    fastcgiOverTcp: `127.0.0.1:${tcp}`,
    fastcgiOfServer: `unix:${join(folder, 'lighttpd.sock')}`,
    cgiProgram: program('wiki.cgi.js'),
    fastcgiProgram: program('wiki.fcgi.js'),
    stop: () => Promise.all(running.map((each) => each.stop())),
  }

  function program(name: string): string {
    return startScript(folder, name, [process.execPath, builtWiki(name)], variables)
  }
}

function listening(
  name: string,
  variables: Record<string, string>,
  at: { path: string } | { host: string; port: number },
): Promise<RunningProcess> {
  const folder = temporaryFolder()
  const listen = 'path' in at ? `unix:${at.path}` : `${at.host}:${at.port}`
  const script = startScript(folder, name, [process.execPath, builtWiki(name)], { ...variables, WIKI_LISTEN: listen })
  return startProcess([script], folder, at)
}
