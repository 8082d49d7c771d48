import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { findBinary } from './binary.ts'

/** Whether the tests themselves run as root. */
export const isRoot: boolean = process.getuid?.() === 0

/** User and group id of `nobody`, as whom the servers run when the tests run as root. */
export const nobody = 65_534

const asNobody = [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups']

/** The command line that runs this one unprivileged, and ends it when the thread that started it ends. */
export function unprivileged(command: string[]): string[] {
  const setpriv = findBinary('setpriv')
  if (setpriv) return [setpriv, '--pdeathsig=TERM', ...(isRoot ? asNobody : []), '--', ...command]
  if (isRoot) throw new Error('real-servers: running servers from root needs setpriv (Debian: apt-get install util-linux)')
  return command
}

/**
 * Checks that the servers can reach a file of ours.
 * @throws Error when the tests run as root and a folder above it is closed to `nobody`.
 */
export function mayEnter(file: string): void {
  if (!isRoot) return
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0)
      throw new Error(`real-servers: ${folder} is closed to nobody; chmod o+x it, or test as another user`)
  }
}
