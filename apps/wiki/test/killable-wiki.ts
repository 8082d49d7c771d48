import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../../../test/src/free-port.ts'
import { temporaryFolder } from '../../../test/src/temporary-folder.ts'
import { unprivileged } from '../../../test/src/unprivileged.ts'
import { builtWiki } from '../../../test/src/wiki/built-wiki.ts'
import { adminPassword } from '../../../test/src/wiki/processes.ts'

/** The built wiki over HTTP, in a process that may be killed and started again over the same data. */
export interface KillableWiki {
  readonly origin: string
  /** Where its database is. */
  readonly place: string
  /** Starts it, and resolves when it answers. */
  start(): Promise<void>
  /** `kill -9`. */
  kill(): Promise<void>
  /** Kills it, and removes all it had. */
  remove(): Promise<void>
}

/** A wiki that is not started yet, in PostgreSQL where there is a URL; `before` is a command line that runs the one behind it. */
export async function killableWiki({
  databaseUrl = '',
  before = [],
}: { databaseUrl?: string; before?: string[] } = {}): Promise<KillableWiki> {
  const folder = temporaryFolder()
  const listen = `127.0.0.1:${await freePort()}`
  const data = join(folder, 'wiki.sqlite')
  const env = { WIKI_DATA: data, DATABASE_URL: databaseUrl, WIKI_LISTEN: listen, WIKI_LOG: '/dev/null', WIKI_ADMIN_PASSWORD: adminPassword }
  let child: ChildProcess | undefined

  async function start(): Promise<void> {
    const [program = '', ...parameters] = unprivileged([...before, process.execPath, builtWiki('start.js')])
    const started = spawn(program, parameters, { cwd: folder, env, stdio: ['ignore', 'ignore', 'inherit'] })
    child = started
    while (!(await answers(`http://${listen}/login`))) {
      if (started.exitCode !== null || started.signalCode !== null) throw new Error('the wiki ended before it answered')
      await sleep(50)
    }
  }

  async function kill(): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }

  return {
    origin: `http://${listen}`,
    place: databaseUrl || data,
    start,
    kill,
    async remove() {
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok
  } catch {
    return false // not yet: the caller asks again
  }
}
