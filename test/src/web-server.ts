import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeCertificate } from './certificate.ts'
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
  /** Paths of the PEM files when the site is served over TLS; without it the site is plain HTTP. */
  readonly tls?: { readonly certificate: string; readonly key: string }
}

/** How a site is to be reached. */
export interface WebServerOptions {
  /** Whether it is served over TLS, with a certificate of its own making. Default: `false`. */
  tls?: boolean
}

/** The text of a site's configuration, as an administrator would install it. */
export type Configuration = (site: Site) => string

/** A web server that accepts connections. */
export interface WebServer extends RunningProcess {
  /** `http://127.0.0.1:PORT`, or `https:` over TLS. */
  readonly origin: string
  /** The certificate for a client to trust, as PEM, over TLS. */
  readonly certificate?: string
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
export async function startWebServer(prepare: (start: Start) => string[], options: WebServerOptions = {}): Promise<WebServer> {
  const folder = temporaryFolder()
  try {
    return await startIn(folder, prepare, options)
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

async function startIn(folder: string, prepare: (start: Start) => string[], options: WebServerOptions): Promise<WebServer> {
  const port = await freePort()
  const tls = options.tls ? makeCertificate(folder) : undefined
  const command = prepare({ folder, port, listen: `127.0.0.1:${port}`, name: 'localhost', ...(tls && { tls }), write })
  const certificate = tls && readFileSync(tls.certificate, 'utf8')
  const running = await startProcess(command, folder, { host: '127.0.0.1', port })
  return { ...running, port, origin: `http${tls ? 's' : ''}://127.0.0.1:${port}`, ...(certificate && { certificate }) }

  function write(name: string, text: string): string {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  }
}
