import { statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { findBinary } from './binary.ts'

/** Whether the tests themselves run as root. */
export const isRoot: boolean = process.getuid?.() === 0

/** User and group id of `nobody`, as whom the servers run when the tests run as root. */
export const nobody = 65_534

/** The command line that runs this one unprivileged, and ends it when the thread that started it ends. */
export function unprivileged(command: string[]): string[] {
  const setpriv = findBinary('setpriv')
  if (setpriv) return [setpriv, '--pdeathsig=TERM', ...(isRoot ? asNobody() : []), '--', ...command]
  if (isRoot) throw new Error('real-servers: running servers from root needs setpriv (Debian: apt-get install util-linux)')
  return command
}

function asNobody(): string[] {
  const user = [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups']
  // nobody may not enter /root, for example, where the programs to run may be
  const reach = [process.execPath, join(tmpdir(), 'folder')].some(isClosed)
    ? ['--inh-caps=+dac_override', '--ambient-caps=+dac_override']
    : []
  return [...user, ...reach]
}

function isClosed(path: string): boolean {
  const folder = dirname(path)
  return (statSync(folder).mode & 0o001) === 0 || (folder !== dirname(folder) && isClosed(folder))
}
