import { join } from 'node:path'
import { binary } from './binary.ts'
import { startProcess, type RunningProcess } from './process.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A Redis server of a test's own. */
export interface RedisServer extends RunningProcess {
  /** The path of its unix socket. */
  readonly path: string
}

/** Starts Redis on a unix socket, with nothing kept on disk. */
export async function startRedis(): Promise<RedisServer> {
  const folder = temporaryFolder()
  const path = join(folder, 'redis.sock')
  const options = ['--port', '0', '--unixsocket', path, '--unixsocketperm', '777', '--dir', folder, '--save', '', '--appendonly', 'no']
  const running = await startProcess([binary('redis-server'), ...options], folder, { path })
  return { ...running, path }
}
