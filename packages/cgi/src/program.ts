// https://www.rfc-editor.org/rfc/rfc3875 §4.1, and https://httpoxy.org
import { encodeCgiHead } from '@gangway/wire'
import { logLine } from './standard-error.ts'
import { StandardOutput } from './standard-output.ts'

/** What this process is, if a web server started it as a CGI program: from the import on, standard output belongs to the response. */
export const program: Program | undefined = isProgram(process.env) ? begin() : undefined

/** A process that answers one request. */
export interface Program {
  readonly output: StandardOutput
  /** Ends the process, with 500 if no response has begun; the reason goes to the error log. */
  crash(line: string): never
}

function isProgram({ REQUEST_METHOD, GATEWAY_INTERFACE }: NodeJS.ProcessEnv): boolean {
  return REQUEST_METHOD !== undefined || GATEWAY_INTERFACE?.startsWith('CGI/') === true
}

function begin(): Program {
  const output = new StandardOutput()
  const crash = (line: string): never => {
    logLine(line)
    const isBroken = output.began
    if (!isBroken) void output.put(plainResponse(500, 'Internal Server Error'))
    process.exit(isBroken ? 1 : 0)
  }
  closeProxy(output)
  guardStandardOutput()
  process.on('uncaughtException', (error) => crash(error instanceof Error ? (error.stack ?? String(error)) : String(error)))
  return { output, crash }
}

// A client's Proxy field would become the proxy of the program's own requests.
function closeProxy(output: StandardOutput): void {
  const { env } = process
  if (env.HTTP_PROXY === undefined) return
  delete env.HTTP_PROXY
  if (!hasReadProxy(env)) return
  logLine(
    'cgi: HTTP_PROXY is set, perhaps by a client, and Node has taken it for its proxy already (NODE_USE_ENV_PROXY); let the web server drop the Proxy field, in Apache: RequestHeader unset Proxy early',
  )
  void output.put(plainResponse(400, 'Bad Request'))
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

function plainResponse(status: number, statusText: string): Uint8Array {
  const body = `${statusText}\n`
  const fields = ['content-type', 'text/plain; charset=utf-8', 'content-length', String(body.length)]
  return Buffer.from(encodeCgiHead({ status, statusText, fields }) + body)
}
