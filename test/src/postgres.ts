import { execFile, execFileSync } from 'node:child_process'
import { promisify } from 'node:util'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { binary } from './binary.ts'
import { eventually } from './eventually.ts'
import { freePort } from './free-port.ts'
import { startProcess, type RunningProcess } from './process.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { unprivileged } from './unprivileged.ts'

const readyMilliseconds = 10_000

/** A PostgreSQL server of a test's own. */
export interface PostgresServer extends RunningProcess {
  /** The folder of its unix socket: the `host` of a client. */
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
}

/** Starts PostgreSQL on a unix socket with an empty cluster, for speed without the care that data to be kept needs. */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = temporaryFolder()
  const port = await freePort()
  const user = 'tester'
  const data = `${folder}/data`
  const [initdb = '', ...parameters] = unprivileged([
    binary('initdb'),
    '-D',
    data,
    '-U',
    user,
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C',
    '--no-sync',
  ])
  execFileSync(initdb, parameters, { stdio: 'pipe', env: { PATH: process.env.PATH, HOME: folder }, cwd: folder })
  const settings = {
    listen_addresses: '',
    unix_socket_directories: folder,
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const running = await startProcess([binary('postgres'), '-D', data, '-p', String(port), ...options], folder, {
    path: `${folder}/.s.PGSQL.${port}`,
  })
  try {
    await ready(`${data}/postmaster.pid`)
  } catch (error) {
    await running.stop()
    throw error
  }
  await eventually(() => promisify(execFile)(binary('pg_isready'), ['-h', folder, '-p', String(port), '-U', user]))
  return { ...running, host: folder, port, user, database: 'postgres' }
}

// It accepts connections before it takes them: "the database system is starting up".
async function ready(pidFile: string): Promise<void> {
  const deadline = performance.now() + readyMilliseconds
  while (!/^ready\b/m.test(readFileSync(pidFile, 'utf8'))) {
    if (performance.now() > deadline) throw new Error(`real-servers: PostgreSQL is not ready after ${readyMilliseconds} ms`)
    await sleep(10)
  }
}
