// https://www.rfc-editor.org/rfc/rfc3875 §4, §6
import type { Can } from './capability.ts'
import { CgiOutputReader } from './cgi-output.ts'
import { descriptorsOf, startCgiProgram, type CgiCommand, type CgiProgram, type Descriptors } from './cgi-program.ts'
import type { Connection, Driver, Sending } from './driver.ts'
import type { DriverOptions } from './driver-options.ts'
import type { Field } from './field.ts'
import { Http1ResponseParser } from './http1-response-parser.ts'
import { canOfProfile, metaVariables, type WebServerProfile, type WebServerSite } from './meta-variables.ts'
import type { RequestHead } from './peer-request.ts'
import type { Receiver } from './receiver.ts'
import { SegmentWriter, type Segment } from './segments.ts'

export interface CgiOptions extends DriverOptions, CgiCommand {
  /** Whose meta-variables the program gets; nginx starts no programs. Default: `apache`. */
  profile?: Exclude<WebServerProfile, 'nginx'>
  /** Whether the program writes its own HTTP response (a name that starts with `nph-`). Default: `false`. */
  nonParsed?: boolean
  /** What the program reads and writes: two pipes as of mod_cgi, or one socket for both as of mod_cgid. Default: `pipes`. */
  descriptors?: 'pipes' | 'socket'
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
  const connect = async (): Promise<Connection> => new CgiConnection(options, site, await descriptorsOf(options.descriptors ?? 'pipes'))
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

/** What leads to one program, which answers one request. */
class CgiConnection implements Connection {
  readonly #options: CgiOptions
  readonly #site: WebServerSite
  readonly #descriptors: Descriptors
  #program: CgiProgram | undefined

  constructor(options: CgiOptions, site: WebServerSite, descriptors: Descriptors) {
    this.#options = options
    this.#site = site
    this.#descriptors = descriptors
  }

  get usable(): boolean {
    return this.#program === undefined
  }

  open(head: RequestHead, receiver: Receiver): Sending {
    const { nonParsed = false, segment } = this.#options
    const own: Field[] = nonParsed ? [['SCRIPT_FILENAME', '/srv/nph-conformance']] : []
    const program = startCgiProgram(this.#options, [...metaVariables(head, this.#site), ...own], this.#descriptors)
    this.#program = program
    void receive(program, nonParsed ? nonParsedOutput(receiver) : parsedOutput(receiver), receiver)
    return sendingTo(program, head, segment)
  }

  close(): void {
    if (this.#program) this.#program.child.kill('SIGKILL')
    else if (this.#descriptors !== 'pipes') for (const end of [this.#descriptors.near, this.#descriptors.far]) end.destroy()
  }
}

/** What reads a program's output. */
interface Output {
  push(bytes: Uint8Array): void
  /** The program ended in order. */
  end(): void
}

async function receive(program: CgiProgram, output: Output, receiver: Receiver): Promise<void> {
  program.output.on('data', (bytes: Uint8Array) => output.push(bytes))
  program.errors.setEncoding('utf8').on('data', (text: string) => receiver.log(text))
  const { code, signal, failure } = await program.ended
  if (code === 0 && failure === '') output.end()
  receiver.end('broken', failure || `the program ended with ${code ?? signal}`)
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

function sendingTo({ child, input, output }: CgiProgram, { framing }: RequestHead, segment: Segment | undefined): Sending {
  const writer = new SegmentWriter(input, segment)
  if (framing.kind === 'none') input.end()
  return {
    write: (bytes) => writer.write(bytes),
    end: () => writer.end(),
    breakOff: () => writer.end(),
    leave() {
      input.destroy()
      output.destroy()
      child.kill('SIGTERM')
    },
    pause: () => void output.pause(),
    resume: () => void output.resume(),
  }
}
