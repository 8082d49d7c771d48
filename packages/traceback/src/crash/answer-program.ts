import { bodyOf, statusTextOf, type Context } from '@gangway/gateway'
import { nodeModule } from '../node.ts'

/** Whether something of a response went to standard output already. */
export function hasAnswered(): boolean {
  const { stdout } = globalThis.process
  const written: unknown = 'bytesWritten' in stdout ? stdout.bytesWritten : undefined
  if (typeof written === 'number') return written > 0 || stdout.writableLength > 0
  return (nodeModule('node:fs')?.fstatSync(1).size ?? 0) > 0
}

/** Writes a response to standard output, as a CGI program does (RFC 3875 §6). */
export function answerProgram(answer: Response, context: Context | undefined): void {
  const body = bodyOf(answer)
  const lines = [`Status: ${answer.status} ${statusTextOf(answer.status)}`]
  answer.headers.forEach((value, name) => lines.push(`${name}: ${value}`))
  const text = typeof body === 'string' && context?.method !== 'HEAD' ? body : ''
  nodeModule('node:fs')?.writeFileSync(1, `${lines.join('\r\n')}\r\n\r\n${text}`)
}
