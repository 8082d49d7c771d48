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

/** Starts the wiki over HTTP, over FastCGI on a unix socket and over FastCGI on a TCP port, at once and without a data file yet. */
export async function startWiki(): Promise<WikiProcesses> {
  const folder = temporaryFolder()
  const data = join(folder, 'wiki.sqlite')
  const socket = join(folder, 'fastcgi.sock')
  const [http, tcp] = await Promise.all([freePort(), freePort()])
  const running = await Promise.all([
    listening('start.js', data, { host: '127.0.0.1', port: http }),
    listening('wiki.fcgi.js', data, { path: socket }),
    listening('wiki.fcgi.js', data, { host: '127.0.0.1', port: tcp }),
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
    return startScript(folder, name, [process.execPath, builtWiki(name)], { WIKI_DATA: data })
  }
}

function listening(name: string, data: string, at: { path: string } | { host: string; port: number }): Promise<RunningProcess> {
  const folder = temporaryFolder()
  const listen = 'path' in at ? `unix:${at.path}` : `${at.host}:${at.port}`
  const script = startScript(folder, name, [process.execPath, builtWiki(name)], { WIKI_DATA: data, WIKI_LISTEN: listen })
  return startProcess([script], folder, at)
}
