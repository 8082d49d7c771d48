import { fork, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'

/** A server under measurement, in a process of its own. */
export interface Contender {
  /** TCP port, or the path of a unix socket. */
  readonly address: number | string
  /** What the process has used so far. */
  usage(): Promise<Usage>
  stop(): Promise<void>
}

export interface Usage {
  /** Microseconds of CPU, user and system. */
  readonly cpu: number
  /** Resident memory in bytes. */
  readonly memory: number
}

// Run from the sources or built, the contenders are what this file is.
const extension = import.meta.url.slice(-2)

/** Starts a module of `contenders/` on the first core. */
export async function startContender(name: string, parameters: readonly string[] = []): Promise<Contender> {
  const child = fork(new URL(`contenders/${name}.${extension}`, import.meta.url), [...parameters])
  const address = await Promise.race([answer<number | string>(child), failure(child, name)])
  pin(child.pid, 0)
  return {
    address,
    usage() {
      child.send('usage')
      return answer<Usage>(child)
    },
    async stop() {
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    },
  }
}

/** Keeps a process on one core, so that the load does not take the server's time; without `taskset` the system decides. */
export function pin(pid: number | undefined, core: number): void {
  if (pid === undefined || availableParallelism() < 2) return
  spawnSync('taskset', ['-acp', String(core), String(pid)], { stdio: 'ignore' })
}

async function answer<Message>(child: ChildProcess): Promise<Message> {
  // Each contender answers one message with one of this type: ready.ts.
  const [message] = (await once(child, 'message')) as [Message]
  return message
}

async function failure(child: ChildProcess, name: string): Promise<never> {
  const [code] = await once(child, 'exit')
  throw new Error(`bench: the contender ${name} ended with code ${code} before it was ready`)
}
