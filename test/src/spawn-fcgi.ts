import { join } from 'node:path'
import { binary } from './binary.ts'
import { freePort } from './free-port.ts'
import { startProcess } from './process.ts'
import type { RunningProcess } from './process.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A FastCGI program that accepts connections. */
export interface FcgiProgram extends RunningProcess {
  /** `127.0.0.1:PORT` or `unix:PATH` */
  readonly address: string
}

/** Starts a FastCGI program with spawn-fcgi, which listens for it and hands it the listening socket as file descriptor 0. */
export async function spawnFcgi(program: string, family: 'tcp' | 'unix' = 'unix'): Promise<FcgiProgram> {
  const spawner = binary('spawn-fcgi')
  const port = await freePort()
  const folder = temporaryFolder()
  const path = join(folder, 'program.sock')
  const listen = family === 'unix' ? ['-s', path] : ['-a', '127.0.0.1', '-p', `${port}`]
  const command = [spawner, '-n', ...listen, '--', program]
  const running = await startProcess(command, folder, family === 'unix' ? { path } : { host: '127.0.0.1', port })
  return { ...running, address: family === 'unix' ? `unix:${path}` : `127.0.0.1:${port}` }
}
