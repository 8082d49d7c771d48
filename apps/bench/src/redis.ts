import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { pin } from './contender.ts'

/** Starts Redis on a unix socket in the folder; undefined, with a line that says so, where it is not installed. */
export async function startRedis(folder: string): Promise<{ path: string; stop(): Promise<void> } | undefined> {
  const path = join(folder, 'redis.sock')
  const child = spawn('redis-server', ['--port', '0', '--unixsocket', path, '--save', '', '--dir', folder], { stdio: 'ignore' })
  const started = await Promise.race([once(child, 'spawn').then(() => true), once(child, 'error').then(() => false)])
  if (!started) {
    console.log('\nSessions in Redis: left out, it is not installed (Debian: apt-get install redis-server)')
    return undefined
  }
  process.once('exit', () => child.kill())
  pin(child.pid, 1)
  while (!existsSync(path)) await wait(20)
  return {
    path,
    async stop() {
      const exited = once(child, 'exit')
      child.kill()
      await exited
    },
  }
}
