import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import type { Field } from './field.ts'

/** How a CGI program is started. */
export interface CgiCommand {
  /** The program and its arguments. */
  command: readonly [string, ...string[]]
  /** The environment beside the request's variables. Default: that of this process. */
  env?: NodeJS.ProcessEnv
}

/** Starts a program with the variables of one request, byte for byte. */
export function startCgiProgram({ command, env = process.env }: CgiCommand, variables: readonly Field[]): ChildProcessWithoutNullStreams {
  const environment = withoutRequest(env)
  const named = new Map<string, string>()
  for (const [name, value] of variables) named.set(name, combined(name, named.get(name), value))
  const [program, parameters] = [...named.values()].every(isAscii) ? splitCommand(command) : throughShell(command, named)
  const child = spawn(program, parameters, { env: { ...environment, ...Object.fromEntries(named) }, stdio: 'pipe' })
  // A program need not read its input; what becomes of it is seen in the response.
  child.stdin.on('error', () => child.stdin.destroy())
  return child
}

function withoutRequest(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(?:HTTP_|GATEWAY_INTERFACE$|REQUEST_)/.test(name)))
}

// An environment has one variable of a name.
function combined(name: string, earlier: string | undefined, value: string): string {
  if (earlier === undefined) return value
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
