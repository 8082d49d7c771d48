import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { compileCache } from './compile-cache.ts'

const sources = new URL('../../../scripts/source-imports.js', import.meta.url).href
const imports = `import { serve } from '@gangway/cgi'
import { empty, json, redirect, stream, text } from '@gangway/gateway'
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
`

/** How a program is run. */
export interface Run {
  /** The variables of the request, and whatever else is in the environment. Default: a GET of `/`. */
  variables?: Record<string, string | undefined>
  /** What stands on standard input. Default: nothing. */
  input?: string | Uint8Array
  /** Options of Node before the program. */
  flags?: readonly string[]
  /** Arguments after it. */
  parameters?: readonly string[]
}

/** What became of it. */
export interface Ended {
  /** Latin1. */
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number | null
}

const get = { REQUEST_METHOD: 'GET', REQUEST_URI: '/', HTTP_HOST: 'example.org' }

/** A program under way. */
export interface Running {
  readonly child: ChildProcessWithoutNullStreams
  /** Collects what it writes from now on, until it has ended. */
  ended(): Promise<Ended>
}

/** Starts a program of this source, which has `serve`, the replies and `wait` already. */
export function startProgram(source: string, { variables = {}, flags = [], parameters = [] }: Run = {}): Running {
  const command = [`--import=${sources}`, ...flags, '--input-type=module', '--eval', imports + source, '--', ...parameters]
  const child = spawn(process.execPath, command, {
    env: { ...compileCache, ...get, ...variables },
    cwd: new URL('..', import.meta.url),
    stdio: 'pipe',
  })
  child.stdin.on('error', () => {}) // A program need not read its input.
  const closed = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
  return { child, ended }

  async function ended(): Promise<Ended> {
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('latin1').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    const exitCode = await closed
    return { stdout, stderr, exitCode }
  }
}

/** Runs a program to its end. */
export async function runProgram(source: string, run: Run = {}): Promise<Ended> {
  const { child, ended } = startProgram(source, run)
  child.stdin.end(run.input)
  return await ended()
}
