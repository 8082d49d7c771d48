// https://www.rfc-editor.org/rfc/rfc3875 §4.1, and https://httpoxy.org
import { bodyOf, statusTextOf, text } from '@gangway/gateway'
import { pairsFromVariables } from '@gangway/wire'
import { mannerOf } from './manner.ts'
import { nonParsedHead, parsedHead } from './response-head.ts'
import { logLine } from './standard-error.ts'
import { StandardInput } from './standard-input.ts'
import { StandardOutput } from './standard-output.ts'

const drainMilliseconds = 1000

/** What this process is, if a web server started it as a CGI program: from the import on, standard output belongs to the response. */
export const program: Program | undefined = isProgram(process.env) ? begin() : undefined

/** A process that answers one request. */
export interface Program {
  readonly input: StandardInput
  readonly output: StandardOutput
  /** Whether the server hands the response to the client as it is, once that is known. */
  isNph: boolean | undefined
  /** Ends the process, with 500 if no response has begun; the reason goes to the error log. */
  crash(line: string): void
}

function isProgram({ REQUEST_METHOD, GATEWAY_INTERFACE }: NodeJS.ProcessEnv): boolean {
  return REQUEST_METHOD !== undefined || GATEWAY_INTERFACE?.startsWith('CGI/') === true
}

function begin(): Program {
  const begun: Program = {
    input: new StandardInput(),
    output: new StandardOutput(),
    isNph: undefined,
    crash: (line) => crash(begun, line),
  }
  closeProxy(begun)
  guardStandardOutput()
  // What reports crashes (@gangway/traceback) calls this with an answer for the client, and has told of the error already.
  process.on('uncaughtException', (error: unknown, _origin: string, answer?: Response) => {
    if (answer) end(begun, answer)
    else crash(begun, error instanceof Error ? (error.stack ?? String(error)) : String(error))
  })
  return begun
}

function crash(begun: Program, line: string): void {
  logLine(line)
  end(begun)
}

function end(begun: Program, answer?: Response): void {
  const { input, output } = begun
  if (output.isClosed) return
  const exitCode = output.began ? 1 : 0
  if (!output.began) put(begun, answer ?? plainAnswer(500))
  input.expect('until-eof', Number.POSITIVE_INFINITY)
  const exit = () => process.exit(exitCode)
  setTimeout(exit, drainMilliseconds)
  void output
    .close()
    .then(() => input.close(false))
    .then(exit, exit)
}

function plainAnswer(status: number): Response {
  return text(`${statusTextOf(status)}\n`, { status })
}

function put({ output, isNph }: Program, answer: Response): void {
  const body = bodyOf(answer)
  const bytes = Buffer.from(typeof body === 'string' ? body : '')
  const fields: string[] = []
  answer.headers.forEach((value, name) => fields.push(name, value))
  fields.push('content-length', String(bytes.byteLength))
  const manner = mannerOf(pairsFromVariables(process.env), isNph)
  const head = { status: answer.status, fields }
  const sent = process.env.REQUEST_METHOD === 'HEAD' ? [] : [bytes]
  void output.put(Buffer.concat([Buffer.from(manner.isNph ? nonParsedHead(head) : parsedHead(head), 'latin1'), ...sent]))
}

// A client's Proxy field would become the proxy of the program's own requests.
function closeProxy(begun: Program): void {
  const { env } = process
  if (env.HTTP_PROXY === undefined) return
  delete env.HTTP_PROXY
  if (!hasReadProxy(env)) return
  logLine(
    'cgi: HTTP_PROXY is set, perhaps by a client, and Node has taken it for its proxy already (NODE_USE_ENV_PROXY); let the web server drop the Proxy field, in Apache: RequestHeader unset Proxy early',
  )
  put(begun, plainAnswer(400))
  process.exit(0)
}

// Node reads it before any module; the lower case name goes first.
function hasReadProxy({ NODE_USE_ENV_PROXY, NODE_OPTIONS = '', http_proxy }: NodeJS.ProcessEnv): boolean {
  if (http_proxy) return false
  return NODE_USE_ENV_PROXY === '1' || [...process.execArgv, ...NODE_OPTIONS.split(/\s+/)].includes('--use-env-proxy')
}

// A stray console.log would be a part of the response's head.
function guardStandardOutput(): void {
  Object.defineProperty(process, 'stdout', { configurable: true, enumerable: true, get: () => process.stderr })
}
