import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import type { Field } from './field.ts'
import { socketPair, type SocketPair } from './socket-pair.ts'

/** How a CGI program is started. */
export interface CgiCommand {
  /** The program and its arguments. */
  command: readonly [string, ...string[]]
  /** The environment beside the request's variables. Default: that of this process. */
  env?: NodeJS.ProcessEnv
}

/** A program that was started for a request. */
export interface CgiProgram {
  readonly child: ChildProcess
  readonly input: Writable
  readonly output: Readable
  readonly errors: Readable
  /** How it ended, once all of its output is read. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null; readonly failure: string }>
}

/** What the program has as standard input and output. */
export type Descriptors = SocketPair | 'pipes'

/** Makes them: two pipes, or one socket for both, which is what mod_cgid does. */
export async function descriptorsOf(kind: 'pipes' | 'socket'): Promise<Descriptors> {
  return kind === 'pipes' ? kind : await socketPair()
}

/** Starts a program with the variables of one request, byte for byte. */
export function startCgiProgram(command: CgiCommand, variables: readonly Field[], descriptors: Descriptors): CgiProgram {
  if (descriptors === 'pipes') {
    const { child, errors } = spawnWith(command, variables, 'pipe')
    return programOver(child, errors, present(child.stdin), present(child.stdout))
  }
  const { near, far } = descriptors
  const { child, errors } = spawnWith(command, variables, [far, far, 'pipe'])
  // Our copy of the program's end would keep it open.
  far.destroy()
  return programOver(child, errors, near, near)
}

function spawnWith(
  { command, env = process.env }: CgiCommand,
  variables: readonly Field[],
  stdio: StdioOptions,
): { child: ChildProcess; errors: Readable } {
  const named = new Map<string, string>()
  for (const [name, value] of variables) named.set(name, combined(name, named.get(name), value))
  const [program, parameters] = [...named.values()].every(isAscii) ? splitCommand(command) : throughShell(command, named)
  const child = spawn(program, parameters, { env: { ...withoutRequest(env), ...Object.fromEntries(named) }, stdio })
  return { child, errors: present(child.stderr) }
}

function programOver(child: ChildProcess, errors: Readable, input: Writable, output: Readable): CgiProgram {
  let failure = ''
  output.on('error', (error) => (failure = error.message))
  // A program need not read its input; what becomes of it is seen in the response.
  input.on('error', () => input.destroy())
  child.on('error', (error) => (failure = error.message))
  const closed = Promise.all([new Promise<void>((resolve) => child.once('close', () => resolve())), outputEnd(output)])
  const ended = closed.then(() => ({ code: child.exitCode, signal: child.signalCode, failure }))
  return { child, input, output, errors, ended }
}

async function outputEnd(output: Readable): Promise<void> {
  await Promise.race([once(output, 'end'), new Promise((resolve) => output.once('close', resolve))]).catch(() => {})
}

function present<Stream>(stream: Stream | null): Stream {
  if (stream === null) throw new TypeError('conformance: a program was started without its descriptors')
  return stream
}

function withoutRequest(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(?:HTTP_|GATEWAY_INTERFACE$|REQUEST_)/.test(name)))
}

// An environment has one variable of a name: fields are joined, of others the last counts.
function combined(name: string, earlier: string | undefined, value: string): string {
  if (earlier === undefined || !name.startsWith('HTTP_')) return value
  return earlier + (name === 'HTTP_COOKIE' ? '; ' : ', ') + value
}

function isAscii(text: string): boolean {
  return /^[\x01-\x7f]*$/.test(text)
}

function splitCommand([program, ...parameters]: readonly [string, ...string[]]): [string, string[]] {
  return [program, parameters]
}

// Node encodes an environment as UTF-8; a shell's printf writes any byte.
function throughShell(command: readonly string[], variables: ReadonlyMap<string, string>): [string, string[]] {
  const exports = [...variables]
    .filter(([, value]) => !isAscii(value))
    .map(([name, value]) => `export ${name}="$(printf '${octal(value)}')"`)
  return ['/bin/sh', ['-c', `${exports.join('; ')}; exec "$0" "$@"`, ...command]]
}

function octal(text: string): string {
  return text.replace(/[^\w./-]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`)
}
