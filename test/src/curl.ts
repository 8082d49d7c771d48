import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { buffer } from 'node:stream/consumers'
import { binary } from './binary.ts'

/** What curl gets, its codings undone by curl itself. */
export interface Fetched {
  readonly body: Buffer
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>
}

/** Gets a URL with `curl --compressed`, asking for this coding alone. */
export async function curlCompressed(url: string, coding: string): Promise<Fetched> {
  const parameters = ['-sS', '--max-time', '20', '--compressed', '-H', `Accept-Encoding: ${coding}`, '--include', url]
  const child = spawn(binary('curl'), parameters, { stdio: ['ignore', 'pipe', 'pipe'] })
  const [output, errors, [code, signal]] = await Promise.all([buffer(child.stdout), buffer(child.stderr), once(child, 'close')])
  if (code !== 0) throw new Error(`curl ended with ${String(code ?? signal)}: ${errors.toString()}`)
  const end = output.indexOf('\r\n\r\n')
  const fields = output.subarray(0, end).toString('latin1').split('\r\n').slice(1)
  const pairs = fields.map((field): [string, string] => {
    const colon = field.indexOf(':')
    return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()]
  })
  return { body: output.subarray(end + 4), headers: new Map(pairs) }
}
