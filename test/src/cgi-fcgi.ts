import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { buffer, text } from 'node:stream/consumers'
import { binary } from './binary.ts'

/** What a CGI program leaves behind. */
export interface CgiResult {
  /** Standard output: the CGI response, head and body. */
  output: Buffer
  /** Standard error. */
  errors: string
  /** Exit code; `null` when a signal ended it. */
  code: number | null
}

/** Sends one request to a FastCGI application with `cgi-fcgi`, libfcgi's own client, which takes it as a CGI program does. */
export async function cgiFcgi(address: string, variables: Record<string, string>, body: string | Uint8Array = ''): Promise<CgiResult> {
  const child = spawn(binary('cgi-fcgi'), ['-bind', '-connect', address.replace(/^unix:/, '')], { env: variables })
  child.stdin.on('error', () => child.stdin.destroy()) // it need not read all of the body
  child.stdin.end(body)
  const [output, errors] = await Promise.all([buffer(child.stdout), text(child.stderr), once(child, 'close')])
  return { output, errors, code: child.exitCode }
}
