import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, fchownSync, openSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import type { NetConnectOpts } from 'node:net'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isRoot, nobody, unprivileged } from './unprivileged.ts'

const startMilliseconds = 10_000
const stopMilliseconds = 5_000

/** A program that runs in a folder of its own. */
export interface RunningProcess {
  /** Its temporary folder; removed by `stop`. */
  readonly folder: string
  /** What it wrote to `error.log`, standard output and standard error so far. */
  log(): string
  /** Ends the process and its children, and removes the folder. */
  stop(): Promise<void>
}

/** Runs a command line in the foreground, in a folder it may write to, and resolves when it accepts connections. */
export async function startProcess(command: string[], folder: string, address: NetConnectOpts): Promise<RunningProcess> {
  const child = spawnInto(folder, command)
  const readLog = (): string => readFileSync(errorLog(folder), 'utf8')
  process.once('exit', killAndRemove)
  let finalLog: string | undefined
  let stopped: Promise<void> | undefined
  const stop = (): Promise<void> => (stopped ??= endAndRemove())

  async function endAndRemove(): Promise<void> {
    await end(child)
    process.off('exit', killAndRemove)
    finalLog = readLog()
    killAndRemove()
  }

  function killAndRemove(): void {
    kill(child, 'SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }

  try {
    await accepting(address, child)
  } catch (cause) {
    await stop()
    throw new Error(`real-servers: ${basename(command[0] ?? '')} did not start: ${finalLog}`, {
      cause,
    })
  }
  return { folder, log: () => finalLog ?? readLog(), stop }
}

/** The file in a server's folder where everything it has to say is collected. */
export function errorLog(folder: string): string {
  return join(folder, 'error.log')
}

function spawnInto(folder: string, command: string[]): ChildProcess {
  const log = openSync(errorLog(folder), 'a')
  if (isRoot) fchownSync(log, nobody, nobody)
  const [program = '', ...parameters] = unprivileged(command)
  const environment = {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: folder,
    TMPDIR: folder,
  }
  // its own group, so that stop() reaches the children
  const child = spawn(program, parameters, {
    cwd: folder,
    env: environment,
    stdio: ['ignore', log, log],
    detached: true,
  })
  closeSync(log)
  return child
}

async function accepting(address: NetConnectOpts, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + startMilliseconds
  while (!(await connects(address))) {
    if (hasEnded(child)) throw new Error(`ended with ${child.exitCode ?? child.signalCode}`)
    if (performance.now() > deadline) throw new Error(`accepts no connection after ${startMilliseconds} ms`)
    await sleep(20)
  }
}

async function connects(address: NetConnectOpts): Promise<boolean> {
  const socket = connect(address)
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false // not yet: the caller asks again
  } finally {
    socket.destroy()
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  await Promise.race([exited, sleep(stopMilliseconds, undefined, { ref: false })])
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null
}

function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
