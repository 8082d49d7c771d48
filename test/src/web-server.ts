import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import { startProcess } from './process.ts'
import type { RunningProcess } from './process.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** What a configuration must know of the place where it is put. */
export interface Site {
  /** Address and port as the configuration writes them: `127.0.0.1:8080` in tests, `*:80` in documentation. */
  readonly listen: string
  /** The site's public name. */
  readonly name: string
}

/** The text of a site's configuration, as an administrator would install it. */
export type Configuration = (site: Site) => string

/** A web server that accepts connections. */
export interface WebServer extends RunningProcess {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string
  readonly port: number
}

/** The folder and address of a web server that is about to start. */
export interface Start extends Site {
  readonly folder: string
  readonly port: number
  /** Puts a file into the folder and returns its path. */
  write(name: string, text: string): string
}

/** Starts a web server: `prepare` writes its configuration and returns the command line that runs it in the foreground. */
export async function startWebServer(prepare: (start: Start) => string[]): Promise<WebServer> {
  const folder = temporaryFolder()
  const port = await freePort()
  const command = prepare({ folder, port, listen: `127.0.0.1:${port}`, name: 'localhost', write })
  const running = await startProcess(command, folder, { host: '127.0.0.1', port })
  return { ...running, port, origin: `http://127.0.0.1:${port}` }

  function write(name: string, text: string): string {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  }
}
