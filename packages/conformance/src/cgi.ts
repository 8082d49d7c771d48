// https://www.rfc-editor.org/rfc/rfc3875 §4, §6
import { type ChildProcessWithoutNullStreams } from 'node:child_process'
import type { Can } from './capability.ts'
import { CgiOutputReader } from './cgi-output.ts'
import { startCgiProgram, type CgiCommand } from './cgi-program.ts'
import type { Connection, Driver, Sending } from './driver.ts'
import type { DriverOptions } from './driver-options.ts'
import { Http1ResponseParser } from './http1-response-parser.ts'
import { canOfProfile, metaVariables, type WebServerProfile, type WebServerSite } from './meta-variables.ts'
import type { RequestHead } from './peer-request.ts'
import type { Receiver } from './receiver.ts'
import { SegmentWriter, type Segment } from './segments.ts'

export interface CgiOptions extends DriverOptions, CgiCommand {
  /** Whose meta-variables the program gets. Default: `apache`. */
  profile?: WebServerProfile
  /** Whether the program writes its own HTTP response (a name that starts with `nph-`). Default: `false`. */
  nonParsed?: boolean
  /** How the request's body is cut. Default: `whole`. */
  segment?: Segment
}

/** A web server that starts a CGI program for each request. */
export function cgi(options: CgiOptions): Driver {
  const { profile = 'apache', nonParsed = false, name = nonParsed ? 'cgi, nph' : `cgi, ${profile}` } = options
  const site: WebServerSite = {
    protocol: 'cgi',
    version: '1.1',
    origin: 'http://conformance.test',
    base: '',
    client: '192.0.2.7',
    ...options.expected,
    profile,
  }
  const connect = async (): Promise<Connection> => new CgiPrograms(options, site, nonParsed)
  return { name, can: { ...canOfCgi, ...canOfProfile[profile], ...options.can }, expected: site, connect }
}

/** What no web server tells a CGI program, or the program has no way to say. */
const canOfCgi: Can = {
  abruptEnd: false,
  anyFieldName: false,
  expectContinue: false,
  keepAlive: false,
  multiplex: false,
  oversizedHead: false,
  trailers: false,
  underscoredName: false,
}

class CgiPrograms implements Connection {
  readonly usable = true
  readonly #options: CgiOptions
  readonly #site: WebServerSite
  readonly #nonParsed: boolean
  readonly #running = new Set<ChildProcessWithoutNullStreams>()

  constructor(options: CgiOptions, site: WebServerSite, nonParsed: boolean) {
    this.#options = options
    this.#site = site
    this.#nonParsed = nonParsed
  }

  open(head: RequestHead, receiver: Receiver): Sending {
    const child = startCgiProgram(this.#options, metaVariables(head, this.#site))
    this.#running.add(child)
    child.once('close', () => this.#running.delete(child))
    receive(child, this.#nonParsed ? nonParsedOutput(receiver) : parsedOutput(receiver), receiver)
    return sendingTo(child, head, this.#options.segment)
  }

  close(): void {
    for (const child of this.#running) child.kill('SIGKILL')
  }
}

/** What reads a program's output. */
interface Output {
  push(bytes: Uint8Array): void
  /** The program ended in order. */
  end(): void
}

function receive(child: ChildProcessWithoutNullStreams, output: Output, receiver: Receiver): void {
  child.stdout.on('data', (bytes: Uint8Array) => output.push(bytes))
  child.stdout.on('error', () => child.kill('SIGKILL'))
  child.stderr.setEncoding('utf8').on('data', (text: string) => receiver.log(text))
  child.on('error', (error) => receiver.end('broken', error.message))
  child.on('close', (code, signal) => {
    if (code === 0) output.end()
    receiver.end('broken', `the program ended with ${code ?? signal}`)
  })
}

function parsedOutput(receiver: Receiver): Output {
  const output = new CgiOutputReader(receiver)
  return { push: (bytes) => output.push(bytes), end: () => receiver.end('complete') }
}

function nonParsedOutput(receiver: Receiver): Output {
  const parser = new Http1ResponseParser()
  parser.expect(receiver)
  return { push: (bytes) => parser.push(bytes), end: () => parser.close() }
}

function sendingTo(child: ChildProcessWithoutNullStreams, { framing }: RequestHead, segment: Segment | undefined): Sending {
  const writer = new SegmentWriter(child.stdin, segment)
  if (framing.kind === 'none') child.stdin.end()
  return {
    write: (bytes) => writer.write(bytes),
    end: () => writer.end(),
    breakOff: () => writer.end(),
    leave() {
      child.stdin.destroy()
      child.stdout.destroy()
      child.kill('SIGTERM')
    },
    pause: () => void child.stdout.pause(),
    resume: () => void child.stdout.resume(),
  }
}
