// https://www.rfc-editor.org/rfc/rfc3875
import { exchange, GatewayError, statusTextOf, type Application, type Exchange } from '@gangway/gateway'
import type { Carrier } from './carrier.ts'
import { incomingFromVariables, type VariablesIncoming } from './incoming.ts'
import { latin1Variables } from './latin1-variables.ts'
import { mannerOf } from './manner.ts'
import { settingsFrom, type CgiOptions, type Settings } from './options.ts'
import { ProgramResponse } from './program-response.ts'
import { program, type Program } from './program.ts'
import { logLine } from './standard-error.ts'
import type { StandardInput } from './standard-input.ts'
import { usage } from './usage.ts'

let isServed = false

/**
 * Answers the request that this process was started for, and resolves once the response is sent and what the application handed to
 * `waitUntil` is settled. Started by hand, without a request, it says how to make one and exits with 2.
 * @throws {TypeError} when `app` is no function, an option is wrong, or it is called twice.
 */
export async function serve(app: Application, options: CgiOptions = {}): Promise<void> {
  const settings = settingsFrom(app, options)
  if (isServed) throw new TypeError('cgi: a process answers one request, and serve() was called twice')
  isServed = true
  if (program) await new ProgramRequest(program, settings).answer(app)
  else explain()
}

function explain(): never {
  logLine(usage(process.argv[1]))
  process.exit(2)
}

class ProgramRequest implements Carrier {
  readonly protocol = 'cgi'
  readonly version = '1.1'
  readonly multiprocess = true
  readonly runOnce = true
  readonly can: Carrier['can']
  readonly body: StandardInput
  readonly mount: string | undefined
  readonly #program: Program
  readonly #settings: Settings
  readonly #pairs: readonly string[]
  readonly #response: ProgramResponse
  readonly #pending = new Set<Promise<void>>()
  #exchange: Exchange | undefined
  #patience: NodeJS.Timeout | undefined

  constructor(program: Program, settings: Settings) {
    const pairs = latin1Variables(process.env)
    const manner = mannerOf(pairs, settings.nph)
    program.isNph = manner.isNph
    this.can = {
      informational: manner.canInform,
      trailers: false,
      upgrade: false,
      sendfile: settings.sendfile !== undefined,
      fullDuplex: false,
    }
    this.body = program.input
    this.mount = settings.mount
    this.#program = program
    this.#settings = settings
    this.#pairs = pairs
    this.#response = new ProgramResponse(program.output, { manner, onEnd: () => this.#handedOver() })
  }

  /** Resolves once nothing is left to do. */
  async answer(app: Application): Promise<void> {
    this.#begin(app)
    await this.#response.ended
    clearTimeout(this.#patience)
    setTimeout(() => process.exit(process.exitCode ?? 0), this.#settings.grace).unref()
    await this.body.close(this.#pending.size > 0)
    while (this.#pending.size > 0) await Promise.all(this.#pending)
    await this.body.close(false)
  }

  log(line: string): void {
    logLine(line)
  }

  waitUntil(promise: Promise<void>): void {
    this.#pending.add(promise)
    void promise.then(() => this.#pending.delete(promise))
  }

  sendInformational(status: number, fields: readonly string[]): void {
    this.#response.inform(status, fields)
  }

  sendfile(path: string): readonly [name: string, value: string] | null {
    return this.#settings.sendfile?.(path) ?? null
  }

  #begin(app: Application): void {
    const { output } = this.#program
    output.onWait = () => this.body.prepare()
    this.#watch()
    try {
      const incoming = incomingFromVariables(this.#pairs, this)
      this.#expect(incoming.contentLength)
      this.#exchange = exchange(app, incoming, this.#response, this.#settings)
    } catch (error) {
      this.#refuse(error)
      return
    }
    output.onGone = () => this.#abort()
    if (output.isGone) this.#abort()
  }

  #expect(length: VariablesIncoming['contentLength']): void {
    const { bodyBytes } = this.#settings
    this.body.expect(length, bodyBytes)
    if (typeof length !== 'number' || length <= bodyBytes) return
    throw new GatewayError('ERR_BODY_TOO_LARGE', `cgi: a request body of ${length} bytes, more than ${bodyBytes}`)
  }

  #refuse(error: unknown): void {
    if (!(error instanceof GatewayError)) throw error
    logLine(error.message)
    this.body.expect('until-eof', Number.POSITIVE_INFINITY)
    const text = `${statusTextOf(error.status)}\n`
    const fields = ['content-type', 'text/plain; charset=utf-8', 'content-length', String(text.length)]
    this.#response.send({ status: error.status, statusText: '', fields, length: text.length, hasBody: true }, text)
  }

  #watch(): void {
    // Apache ends a program whose client has left with SIGTERM, and three seconds later with SIGKILL.
    process.on('SIGTERM', () => this.#abort())
    process.on('beforeExit', () => this.#idle())
  }

  // Nothing is left that could settle a promise, unless the application waits for its client to leave.
  #idle(): void {
    if (this.#exchange?.done === false) {
      this.#patience ??= setTimeout(
        () => this.#program.crash('cgi: the application waits for nothing that could still happen'),
        this.#settings.grace,
      )
    } else if (this.#pending.size > 0) {
      logLine('cgi: a promise handed to waitUntil waits for nothing that could still happen')
      process.exit(process.exitCode ?? 0)
    }
  }

  #abort(): void {
    this.#exchange?.abort()
    this.#response.abort()
  }

  #handedOver(): void {
    if (this.#program.output.isWaiting) this.body.discard()
  }
}
