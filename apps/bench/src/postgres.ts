import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { pin } from './contender.ts'

/** A PostgreSQL server of the bench's own; `host` is the folder of its unix socket. */
export interface Postgres {
  readonly host: string
  readonly user: string
  readonly database: string
  stop(): Promise<void>
}

const nobody = 65_534
const isRoot = process.getuid?.() === 0
const parent = '/usr/lib/postgresql'

/**
 * Starts PostgreSQL on a unix socket in the folder, as it is configured when it is installed: what it says is saved is on the disk.
 * Undefined, with a line that says so, where it is not installed.
 */
export async function startPostgres(folder: string): Promise<Postgres | undefined> {
  const programs = programsFolder()
  if (programs === undefined) {
    console.log('\nSessions in PostgreSQL: left out, it is not installed (Debian: apt-get install postgresql)')
    return undefined
  }
  const [host, user] = [join(folder, 'postgres'), 'bench']
  mkdirSync(host)
  // It refuses to run as root.
  const asWhom = isRoot ? ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', '--pdeathsig=TERM'] : ['env']
  if (isRoot) for (const path of [folder, host]) chownSync(path, nobody, nobody)
  const data = join(host, 'data')
  const [program = '', ...parameters] = asWhom
  const options = { cwd: host, env: { PATH: process.env.PATH, HOME: host } }
  const initdb = [join(programs, 'initdb'), '-D', data, '-U', user, '-A', 'trust', '-E', 'UTF8', '--locale=C']
  execFileSync(program, [...parameters, ...initdb], { ...options, stdio: 'pipe' })
  const postgres = [join(programs, 'postgres'), '-D', data, '-c', 'listen_addresses=', '-c', `unix_socket_directories=${host}`]
  const child = spawn(program, [...parameters, ...postgres], { ...options, stdio: 'ignore' })
  process.once('exit', () => child.kill())
  const isReady = (): boolean =>
    existsSync(join(data, 'postmaster.pid')) && /^ready\b/m.test(readFileSync(join(data, 'postmaster.pid'), 'utf8'))
  while (!isReady()) {
    if (child.exitCode !== null) throw new Error(`bench: PostgreSQL ended with ${child.exitCode} before it was ready`)
    await wait(20)
  }
  pin(child.pid, 1)
  return {
    host,
    user,
    database: 'postgres',
    async stop() {
      const exited = once(child, 'exit')
      // The fast shutdown: connections are closed.
      child.kill('SIGINT')
      await exited
    },
  }
}

// Debian keeps them out of PATH, in a folder for each version.
function programsFolder(): string | undefined {
  const versions = existsSync(parent) ? readdirSync(parent).toSorted((a, b) => Number(b) - Number(a)) : []
  const folders = [...versions.map((version) => join(parent, version, 'bin')), ...(process.env.PATH ?? '').split(':')]
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
}
