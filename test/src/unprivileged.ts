import { findBinary } from './binary.ts'

/** Whether the tests themselves run as root. */
export const isRoot: boolean = process.getuid?.() === 0

/** User and group id of `nobody`, as whom the servers run when the tests run as root. */
export const nobody = 65_534

/** The command line that runs this one unprivileged, and ends it when the thread that started it ends. */
export function unprivileged(command: string[]): string[] {
  const setpriv = findBinary('setpriv')
  if (setpriv) return [setpriv, '--pdeathsig=TERM', ...(isRoot ? asNobody : []), '--', ...command]
  if (isRoot) throw new Error('real-servers: running servers from root needs setpriv (Debian: apt-get install util-linux)')
  return command
}

const asNobody = [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups']
