import { binary } from './binary.ts'
import type { SystemdUnits } from './configurations/systemd.ts'
import { startProcess } from './process.ts'
import type { RunningProcess } from './process.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Listens as the socket unit says, and starts what the service unit says at the first connection, with systemd's own tool for tests. */
export function startSystemd({ socket, service }: SystemdUnits): Promise<RunningProcess> {
  const [address = ''] = valuesOf(socket, 'ListenStream')
  const [command = ''] = valuesOf(service, 'ExecStart')
  const variables = valuesOf(service, 'Environment').flatMap((assignment) => ['-E', assignment])
  const [host = '', port] = address.split(':')
  return startProcess(
    [binary('systemd-socket-activate'), '-l', address, ...variables, ...wordsOf(command)],
    temporaryFolder(),
    port === undefined ? { path: address } : { host, port: Number(port) },
  )
}

function valuesOf(unit: string, key: string): string[] {
  return [...unit.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value = '']) => value)
}

function wordsOf(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word)
}
