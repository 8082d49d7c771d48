// https://www.rfc-editor.org/rfc/rfc3875 §4.1, and https://httpoxy.org
import { statusTextOf } from '@gangway/gateway'
import { pairsFromVariables } from '@gangway/wire'
import { mannerOf } from './manner.ts'
import { nonParsedHead, parsedHead } from './response-head.ts'
import { logLine } from './standard-error.ts'
import { StandardOutput } from './standard-output.ts'

/** What this process is, if a web server started it as a CGI program: from the import on, standard output belongs to the response. */
export const program: Program | undefined = isProgram(process.env) ? begin() : undefined

/** A process that answers one request. */
export interface Program {
  readonly output: StandardOutput
  /** Whether the server hands the response to the client as it is. */
  isNph: boolean
  /** Ends the process, with 500 if no response has begun; the reason goes to the error log. */
  crash(line: string): never
}

function isProgram({ REQUEST_METHOD, GATEWAY_INTERFACE }: NodeJS.ProcessEnv): boolean {
  return REQUEST_METHOD !== undefined || GATEWAY_INTERFACE?.startsWith('CGI/') === true
}

function begin(): Program {
  const output = new StandardOutput()
  const { isNph } = mannerOf(pairsFromVariables(process.env), undefined)
  const begun = { output, isNph, crash }
  closeProxy(begun)
  guardStandardOutput()
  process.on('uncaughtException', (error) => crash(error instanceof Error ? (error.stack ?? String(error)) : String(error)))
  return begun

  function crash(line: string): never {
    logLine(line)
    const isBroken = output.began
    if (!isBroken) answerPlainly(begun, 500)
    process.exit(isBroken ? 1 : 0)
  }
}

function answerPlainly({ output, isNph }: Pick<Program, 'output' | 'isNph'>, status: number): void {
  const body = `${statusTextOf(status)}\n`
  const fields = ['content-type', 'text/plain; charset=utf-8', 'content-length', String(body.length)]
  const head = { status, fields }
  void output.put(Buffer.from((isNph ? nonParsedHead(head) : parsedHead(head)) + body))
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
  answerPlainly(begun, 400)
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
