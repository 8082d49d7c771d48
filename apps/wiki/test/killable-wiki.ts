import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { binary } from '../../../test/src/binary.ts'
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

/** Where a wiki keeps its data. */
export interface KillableWikiOptions {
  /** The URL of a PostgreSQL database. Default: none, it is in SQLite. */
  readonly databaseUrl?: string
  /** Megabytes of a disk of its own, gone with its process. Default: none, it is in a temporary folder. */
  readonly disk?: number
}

/** A wiki that is not started yet. */
export async function killableWiki({ databaseUrl = '', disk }: KillableWikiOptions = {}): Promise<KillableWiki> {
  const folder = temporaryFolder()
  const listen = `127.0.0.1:${await freePort()}`
  const data = join(folder, 'wiki.sqlite')
  const env = {
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    WIKI_DATA: data,
    DATABASE_URL: databaseUrl,
    WIKI_LISTEN: listen,
    WIKI_LOG: '/dev/null',
    WIKI_ADMIN_PASSWORD: adminPassword,
  }
  const before = disk === undefined ? [] : onDiskOf(disk, folder)
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

/** The start of a command line that mounts a disk over a folder, which needs no rights where users may have namespaces. */
export function onDiskOf(megabytes: number, folder: string): string[] {
  const mount = 'mount -t tmpfs -o size="$0"m none "$1" && shift && exec "$@"'
  return [binary('unshare'), '--user', '--map-root-user', '--mount', '--', '/bin/sh', '-c', mount, String(megabytes), folder]
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok
  } catch {
    return false // not yet: the caller asks again
  }
}
